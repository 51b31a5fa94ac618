import { afterAll, expect, test } from 'vitest';
import { ActivateUsers } from '../../../src/operations/chime/ActivateUsers.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { containing } from '../../support/matchers.ts';
import { addMember, changeAccount, changeUser, createTeam, findUserRow, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('suspended users are registered again; who never registered still has to; the others are left as they are', async () => {
  const AccountId = await createTeam(world.ana, 'Enterprise');
  const member = await addMember(world, world.ana, AccountId, 'member@acme.example');
  const invited = await inviteUser(world.ana, AccountId, 'invited@acme.example');
  const pending = await inviteUser(world.ana, AccountId, 'pending@acme.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [member, invited] });
  expect(await world.ana.call(ActivateUsers, { AccountId, UserIdList: [member, invited, pending] })).toEqual({ UserErrors: [] });
  expect((await findUserRow(world, member))?.registration_status).toBe('Registered');
  expect((await findUserRow(world, invited))?.registration_status).toBe('Unregistered');
  expect((await findUserRow(world, pending))?.registration_status).toBe('Unregistered');
});

test('unknown users and those a directory suspended are errors of their own', async () => {
  const AccountId = await createTeam(world.ana, 'Mixed');
  const managed = await addMember(world, world.ana, AccountId, 'managed@acme.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await changeUser(world, managed, { managed_by: 'directory', registration_status: 'Suspended' });
  const { UserErrors } = await world.ana.call(ActivateUsers, { AccountId, UserIdList: ['nobody', managed] });
  expect(UserErrors).toMatchObject([
    { UserId: 'nobody', ErrorCode: 'NotFound' },
    { UserId: managed, ErrorCode: 'Unprocessable', ErrorMessage: containing('managed by your directory') },
  ]);
  expect((await findUserRow(world, managed))?.registration_status).toBe('Suspended');
});

test('400 for any account but EnterpriseLWA, with what to do instead', async () => {
  const AccountId = await createTeam(world.ana, 'Other');
  const activate = () => world.ana.call(ActivateUsers, { AccountId, UserIdList: [] });
  await expect(activate()).rejects.toMatchObject({ status: 400, message: containing('Invite them again with InviteUsers.') });
  await changeAccount(world, AccountId, { type: 'EnterpriseDirectory' });
  await expect(activate()).rejects.toMatchObject({ status: 400, message: containing('Activate them there.') });
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(ActivateUsers, { AccountId, UserIdList: [] })).rejects.toMatchObject({ status: 404 });
});
