import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { GetUserByEmail } from '../../../src/operations/chime/GetUserByEmail.ts';
import { createTeam, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');

test('the user is found by the address in any letter case', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'Wile.E@acme.example');
  const found = await world.bo.call(GetUserByEmail, { AccountId, UserEmail: 'wILE.e@ACME.example' });
  expect(found).toMatchObject({ User: { UserId, PrimaryEmail: 'wile.e@acme.example' } });
  expect(found).toEqual(await world.ana.call(GetUser, { AccountId, UserId }));
});

test('404 for an address that nobody in this account has, whoever has it elsewhere', async () => {
  const other = await createTeam(world.gil, 'Globex');
  await inviteUser(world.gil, other, 'gil@globex.example');
  await expect(world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'gil@globex.example' })).rejects.toMatchObject({
    status: 404,
    code: 'NotFoundException',
    message: `Account ${AccountId} has no user with the address gil@globex.example.`,
  });
  await expect(world.ana.call(GetUserByEmail, { AccountId: other, UserEmail: 'gil@globex.example' })).rejects.toMatchObject({
    status: 404,
    message: `Account ${other} does not exist in this AWS account.`,
  });
});

test('400 for what is no address', async () => {
  await expect(world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'nobody' })).rejects.toMatchObject({ status: 400 });
});
