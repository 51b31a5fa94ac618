import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { containing } from '../../support/matchers.ts';
import { addMember, changeAccount, changeUser, countSessions, createTeam, findUserRow, inviteUser, signIn } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a Team removes its users, who stay free users with their PIN and their sessions', async () => {
  const AccountId = await createTeam(world.ana, 'Team');
  const id = await addMember(world, world.ana, AccountId, 'free@acme.example');
  await signIn(world, id);
  const before = await findUserRow(world, id);
  expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] })).toEqual({ UserErrors: [] });
  expect(await world.ana.call(ListUsers, { AccountId })).toEqual({ Users: [] });
  expect(await findUserRow(world, id)).toEqual({ ...before, account_id: '', license_type: 'Basic', invitation_status: null });
  expect(await countSessions(world, id)).toBe(1);
});

test('a Team forgets whom it only invited, and cancels the invitation and its mail', async () => {
  const AccountId = await createTeam(world.ana, 'Inviting');
  const id = await inviteUser(world.ana, AccountId, 'regret@acme.example');
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] });
  expect(await findUserRow(world, id)).toBeUndefined();
  const left = await world.database.read('', async (tx) => [
    ...(await tx.query(tx.sql.selectFrom('invites').select('id').where('email', '=', 'regret@acme.example').where('withdrawn', '=', 0))),
    ...(await tx.query(
      tx.sql.selectFrom('outbox').select('id').where('recipient', '=', 'regret@acme.example').where('status', '=', 'NotSent'),
    )),
  ]);
  expect(left).toEqual([]);
});

test('who was removed from a Team may be invited again', async () => {
  const AccountId = await createTeam(world.ana, 'Back');
  const id = await addMember(world, world.ana, AccountId, 'back@acme.example');
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] });
  const { Invites } = await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['back@acme.example'] });
  expect(Invites).toMatchObject([{ Status: 'Pending' }]);
});

test('who is removed from a second Team is still one free user', async () => {
  for (const name of ['First', 'Second']) {
    const AccountId = await createTeam(world.ana, name);
    const id = await addMember(world, world.ana, AccountId, 'twice@acme.example');
    await signIn(world, id);
    expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] })).toEqual({ UserErrors: [] });
  }
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('users').select('account_id').where('primary_email', '=', 'twice@acme.example')),
  );
  expect(rows).toEqual([{ account_id: '' }]);
});

test('a person whom two AWS accounts remove at the same time is one free user', async () => {
  const removals = [world.ana, world.gil].map(async (person, index) => {
    const AccountId = await createTeam(person, `Shared ${index}`);
    const id = await addMember(world, person, AccountId, 'both@acme.example');
    return () => person.call(SuspendUsers, { AccountId, UserIdList: [id] });
  });
  const outcomes = await Promise.all((await Promise.all(removals)).map((remove) => remove()));
  expect(outcomes).toEqual([{ UserErrors: [] }, { UserErrors: [] }]);
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('users').select('account_id').where('primary_email', '=', 'both@acme.example')),
  );
  expect(rows).toEqual([{ account_id: '' }]);
});

test('an EnterpriseLWA account keeps the users suspended and ends their sessions at once', async () => {
  const AccountId = await createTeam(world.ana, 'Enterprise');
  const id = await addMember(world, world.ana, AccountId, 'suspended@acme.example');
  const other = await addMember(world, world.ana, AccountId, 'other@acme.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  for (const user of [id, id, other]) await signIn(world, user);
  expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] })).toEqual({ UserErrors: [] });
  expect(await world.ana.call(GetUser, { AccountId, UserId: id })).toMatchObject({ User: { UserRegistrationStatus: 'Suspended' } });
  expect(await countSessions(world, id)).toBe(0);
  expect(await countSessions(world, other)).toBe(1);
  expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] })).toEqual({ UserErrors: [] });
});

test('unknown users and those a directory manages are errors of their own, and the others are suspended', async () => {
  const AccountId = await createTeam(world.ana, 'Mixed');
  const mine = await addMember(world, world.ana, AccountId, 'mine@acme.example');
  const managed = await addMember(world, world.ana, AccountId, 'managed@acme.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await changeUser(world, managed, { managed_by: 'oidc' });
  const elsewhere = await addMember(world, world.gil, await createTeam(world.gil, 'Globex'), 'theirs@globex.example');
  const { UserErrors } = await world.ana.call(SuspendUsers, { AccountId, UserIdList: ['nobody', managed, mine, elsewhere] });
  expect(UserErrors).toStrictEqual([
    { UserId: 'nobody', ErrorCode: 'NotFound', ErrorMessage: `User nobody does not exist in account ${AccountId}.` },
    {
      UserId: managed,
      ErrorCode: 'Unprocessable',
      ErrorMessage: `User ${managed} is managed by your directory or identity provider. Make the change there.`,
    },
    { UserId: elsewhere, ErrorCode: 'NotFound', ErrorMessage: `User ${elsewhere} does not exist in account ${AccountId}.` },
  ]);
  expect((await findUserRow(world, mine))?.registration_status).toBe('Suspended');
  expect((await findUserRow(world, managed))?.registration_status).toBe('Registered');
  expect((await findUserRow(world, elsewhere))?.registration_status).toBe('Registered');
});

test('a directory or an identity provider suspends all users of its account', async () => {
  for (const type of ['EnterpriseDirectory', 'EnterpriseOIDC'] as const) {
    const AccountId = await createTeam(world.ana, type);
    const id = await addMember(world, world.ana, AccountId, 'user@acme.example');
    await changeAccount(world, AccountId, { type });
    const { UserErrors } = await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] });
    expect(UserErrors).toMatchObject([{ UserId: id, ErrorMessage: containing('managed by your directory') }]);
    expect((await findUserRow(world, id))?.registration_status).toBe('Registered');
  }
});

test('an empty list is fine, 51 users are 400', async () => {
  const AccountId = await createTeam(world.ana, 'Bounds');
  expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [] })).toEqual({ UserErrors: [] });
  const tooMany = Array.from({ length: 51 }, (_, index) => `user-${index}`);
  await expect(world.ana.call(SuspendUsers, { AccountId, UserIdList: tooMany })).rejects.toMatchObject({ status: 400 });
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Theirs');
  const id = await addMember(world, world.gil, AccountId, 'safe@globex.example');
  await expect(world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] })).rejects.toMatchObject({ status: 404 });
  expect((await findUserRow(world, id))?.account_id).toBe(AccountId);
});
