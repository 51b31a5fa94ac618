import { afterAll, expect, test } from 'vitest';
import { UpdateUserLicenses } from '../../../src/operations/chime/UpdateUserLicenses.ts';
import { containing } from '../../support/matchers.ts';
import { addMember, changeAccount, changeUser, createTeam, findUserRow, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the users named get the license, nobody else does', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const member = await addMember(world, world.ana, AccountId, 'member@acme.example');
  const invited = await inviteUser(world.ana, AccountId, 'invited@acme.example');
  const other = await addMember(world, world.ana, AccountId, 'other@acme.example');
  const input = { AccountId, UserIdList: [member, invited, member], LicenseType: 'Basic' as const };
  expect(await world.ana.call(UpdateUserLicenses, input)).toEqual({ UserErrors: [] });
  expect((await findUserRow(world, member))?.license_type).toBe('Basic');
  expect((await findUserRow(world, invited))?.license_type).toBe('Basic');
  expect((await findUserRow(world, other))?.license_type).toBe('Pro');
});

test('400 for a license that the account does not support', async () => {
  const AccountId = await createTeam(world.ana, 'Narrow');
  await expect(world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [], LicenseType: 'Plus' })).rejects.toMatchObject({
    status: 400,
    code: 'BadRequestException',
    message:
      'Account Narrow does not support the Plus license, only Basic, Pro. Choose one of these, or add it with UpdateSupportedLicenses.',
  });
});

test('unknown users and those whose license a directory assigns are errors of their own, and the others are updated', async () => {
  const AccountId = await createTeam(world.ana, 'Mixed');
  const mine = await addMember(world, world.ana, AccountId, 'mine@acme.example');
  const managed = await addMember(world, world.ana, AccountId, 'managed@acme.example');
  await changeUser(world, managed, { managed_by: 'directory' });
  const elsewhere = await addMember(world, world.gil, await createTeam(world.gil, 'Globex'), 'theirs@globex.example');
  const { UserErrors } = await world.ana.call(UpdateUserLicenses, {
    AccountId,
    UserIdList: ['nobody', managed, mine, elsewhere],
    LicenseType: 'Basic',
  });
  expect(UserErrors).toMatchObject([
    { UserId: 'nobody', ErrorCode: 'NotFound' },
    { UserId: managed, ErrorCode: 'Unprocessable', ErrorMessage: containing('assigned by your directory') },
    { UserId: elsewhere, ErrorCode: 'NotFound' },
  ]);
  expect((await findUserRow(world, mine))?.license_type).toBe('Basic');
  expect((await findUserRow(world, managed))?.license_type).toBe('Pro');
  expect((await findUserRow(world, elsewhere))?.license_type).toBe('Pro');
});

test('in a directory account all licenses are assigned by the directory', async () => {
  const AccountId = await createTeam(world.ana, 'Directory');
  const id = await addMember(world, world.ana, AccountId, 'ad@acme.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseDirectory' });
  const { UserErrors } = await world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [id], LicenseType: 'Basic' });
  expect(UserErrors).toMatchObject([{ UserId: id, ErrorCode: 'Unprocessable' }]);
});

test('a dry run answers the errors and changes no license', async () => {
  const AccountId = await createTeam(world.ana, 'Dry');
  const id = await addMember(world, world.ana, AccountId, 'dry@acme.example');
  const input = { AccountId, UserIdList: [id, 'nobody'], LicenseType: 'Basic' as const };
  expect((await world.ana.call(UpdateUserLicenses, input, { dryRun: true })).UserErrors).toHaveLength(1);
  expect((await findUserRow(world, id))?.license_type).toBe('Pro');
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Theirs');
  const input = { AccountId, UserIdList: [], LicenseType: 'Basic' as const };
  await expect(world.ana.call(UpdateUserLicenses, input)).rejects.toMatchObject({ status: 404 });
});
