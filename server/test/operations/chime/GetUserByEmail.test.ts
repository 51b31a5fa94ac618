import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { GetUserByEmail } from '../../../src/operations/chime/GetUserByEmail.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { addAddress } from '../../support/claims.ts';
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

test('an address besides the primary one finds its user, unless it is somebody’s primary one', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'two@acme.example');
  const other = await inviteUser(world.ana, AccountId, 'other@acme.example');
  await addAddress(world, AccountId, UserId, 'second@acme.example');
  await addAddress(world, AccountId, UserId, 'other@acme.example');
  const found = async (UserEmail: string) => (await world.bo.call(GetUserByEmail, { AccountId, UserEmail })).User?.UserId;
  expect(await found('SECOND@acme.example')).toBe(UserId);
  expect(await found('other@acme.example')).toBe(other);
  const { Accounts } = await world.bo.call(ListAccounts, { UserEmail: 'second@acme.example' });
  expect(Accounts).toMatchObject([{ AccountId }]);
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
