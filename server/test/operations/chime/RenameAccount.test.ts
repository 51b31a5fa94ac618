import { afterAll, expect, test } from 'vitest';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { RenameAccount } from '../../../src/operations/chime/RenameAccount.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the account is answered, and found from then on, under its new name', async () => {
  const AccountId = await createTeam(world.ana, 'Old');
  const renamed = await world.ana.call(RenameAccount, { AccountId, Name: 'New' });
  expect(renamed).toMatchObject({ Account: { AccountId, Name: 'New' } });
  expect(await world.ana.call(GetAccount, { AccountId })).toEqual(renamed);
});

test('the old name is free again', async () => {
  const AccountId = await createTeam(world.ana, 'Vacated');
  await world.ana.call(RenameAccount, { AccountId, Name: 'Moved on' });
  await expect(world.ana.call(CreateAccount, { Name: 'Vacated' })).resolves.toMatchObject({ Account: { Name: 'Vacated' } });
});

test('409 for the name of another account, in any letter case; the own name may change its letter case', async () => {
  await createTeam(world.ana, 'Taken');
  const AccountId = await createTeam(world.ana, 'mine');
  await expect(world.ana.call(RenameAccount, { AccountId, Name: 'TAKEN' })).rejects.toMatchObject({
    status: 409,
    code: 'ConflictException',
    message: 'This AWS account already has a Chime account named TAKEN. Choose another name.',
  });
  await expect(world.ana.call(RenameAccount, { AccountId, Name: 'Mine' })).resolves.toMatchObject({ Account: { Name: 'Mine' } });
});

test('of simultaneous renames and creations with one name exactly one succeeds, the others are 409', async () => {
  const ids = await Promise.all(['one', 'two', 'three', 'four'].map((name) => createTeam(world.ana, `Racer ${name}`)));
  const outcomes = await Promise.allSettled([
    ...ids.map((AccountId) => world.ana.call(RenameAccount, { AccountId, Name: 'Winner' })),
    ...ids.map(() => world.ana.call(CreateAccount, { Name: 'Winner' })),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 });
});

test("404 for another AWS account's account, even if its name would clash", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await createTeam(world.ana, 'Clash');
  await expect(world.ana.call(RenameAccount, { AccountId, Name: 'Clash' })).rejects.toMatchObject({
    status: 404,
    message: `Account ${AccountId} does not exist in this AWS account.`,
  });
});
