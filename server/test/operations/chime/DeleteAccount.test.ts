import { afterAll, expect, test } from 'vitest';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { DeleteAccount } from '../../../src/operations/chime/DeleteAccount.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { purgeAccountsDeletedBefore } from '../../../src/store/accounts.ts';
import { findClaim, putClaim } from '../../support/claims.ts';
import { addMember, changeAccount, changeUser, createTeam, findUserRow, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a deleted account is seen by nobody and its name is free', async () => {
  const AccountId = await createTeam(world.ana, 'Short-lived');
  expect(await world.ana.call(DeleteAccount, { AccountId })).toEqual({});
  for (const operation of [GetAccount, ListUsers, DeleteAccount]) {
    await expect(world.ana.call(operation, { AccountId })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
  }
  expect(await world.ana.call(ListAccounts, { Name: 'Short' })).toEqual({ Accounts: [] });
  await expect(world.ana.call(CreateAccount, { Name: 'Short-lived' })).resolves.toBeDefined();
});

test('422 while a Team has users, invited ones included, naming the call that removes them', async () => {
  const AccountId = await createTeam(world.ana, 'Busy');
  const member = await addMember(world, world.ana, AccountId, 'member@acme.example');
  const invited = await inviteUser(world.ana, AccountId, 'invited@acme.example');
  await expect(world.ana.call(DeleteAccount, { AccountId })).rejects.toMatchObject({
    status: 422,
    code: 'UnprocessableEntityException',
    message:
      'Account Busy still has 2 users, invited ones included. Remove them with SuspendUsers (ListUsers names them), then delete the account.',
  });
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [member, invited] });
  await expect(world.ana.call(DeleteAccount, { AccountId })).resolves.toEqual({});
});

test('422 for an Enterprise account, naming its domains and the call that removes them', async () => {
  const AccountId = await createTeam(world.ana, 'Enterprise');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await putClaim(world, AccountId, 'held.example');
  await putClaim(world, AccountId, 'held.test', { status: 'VerificationLost' });
  await expect(world.ana.call(DeleteAccount, { AccountId })).rejects.toMatchObject({
    status: 422,
    message:
      'Account Enterprise is an Enterprise account and still has claimed domains: held.example, held.test. Remove them with DeleteDomain, then delete the account.',
  });
});

test('claims without proof and users who were released end with the account', async () => {
  const AccountId = await createTeam(world.ana, 'Remains');
  await putClaim(world, AccountId, 'pending.example', { status: 'PendingVerification' });
  const id = await addMember(world, world.ana, AccountId, 'released@acme.example');
  await changeUser(world, id, { registration_status: 'Released' });
  expect(await world.ana.call(DeleteAccount, { AccountId })).toEqual({});
  expect(await findClaim(world, AccountId, 'pending.example')).toBeUndefined();
  expect(await findUserRow(world, id)).toBeUndefined();
});

test('of a deletion and an invitation at once, one is refused: a deleted account never gets a user', async () => {
  for (let round = 0; round < 5; round++) {
    const AccountId = await createTeam(world.ana, `Raced ${round}`);
    const [deletion, invitation] = await Promise.allSettled([
      world.ana.call(DeleteAccount, { AccountId }),
      world.ana.call(InviteUsers, { AccountId, UserEmailList: ['late@acme.example'] }),
    ]);
    expect([deletion.status, invitation.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    if (deletion.status === 'rejected') expect(deletion.reason).toMatchObject({ status: 422 });
    if (invitation.status === 'rejected') expect(invitation.reason).toMatchObject({ status: 404 });
  }
});

test('a dry run tells what blocks, and deletes nothing', async () => {
  const AccountId = await createTeam(world.ana, 'Spared');
  expect(await world.ana.call(DeleteAccount, { AccountId }, { dryRun: true })).toEqual({});
  await expect(world.ana.call(GetAccount, { AccountId })).resolves.toBeDefined();
});

test("404 for another AWS account's account, which stays", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(DeleteAccount, { AccountId })).rejects.toMatchObject({ status: 404 });
  await expect(world.gil.call(GetAccount, { AccountId })).resolves.toBeDefined();
});

test('what was deleted before a time is purged with its mail, at most a batch at once, and nothing else is', async () => {
  const kept = await createTeam(world.ana, 'Kept');
  await inviteUser(world.ana, kept, 'kept@acme.example');
  const early = await createTeam(world.ana, 'Early');
  const invited = await inviteUser(world.ana, early, 'early@acme.example');
  await world.ana.call(SuspendUsers, { AccountId: early, UserIdList: [invited] });
  await world.ana.call(DeleteAccount, { AccountId: early });
  world.clock.advance(1000);
  const time = world.clock.now();
  const late = await createTeam(world.ana, 'Late');
  await world.ana.call(DeleteAccount, { AccountId: late });

  expect(await purge(time, 1)).toBe(1);
  while ((await purge(time, 1)) > 0);
  const left = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('accounts').select('id')));
  const ids = left.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([kept, late]));
  expect(ids).not.toContain(early);
  const mail = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('outbox').select('recipient').where('account_id', '=', kept)),
  );
  expect(mail).toEqual([{ recipient: 'kept@acme.example' }]);
});

function purge(time: number, batch: number): Promise<number> {
  return world.database.write('', (tx) => purgeAccountsDeletedBefore(tx, time, batch));
}
