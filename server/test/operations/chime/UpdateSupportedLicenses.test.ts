import { afterAll, expect, test } from 'vitest';
import { AddOrUpdateGroups } from '../../../src/operations/chime/AddOrUpdateGroups.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { UpdateSupportedLicenses } from '../../../src/operations/chime/UpdateSupportedLicenses.ts';
import { UpdateUserLicenses } from '../../../src/operations/chime/UpdateUserLicenses.ts';
import { containing } from '../../support/matchers.ts';
import { bringGroup } from '../../support/groups.ts';
import { claimDomain } from '../../support/people.ts';
import { addMember, changeAccount, changeUser, createTeam, findUserRow, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the tiers are replaced, each listed once in the order of the tiers, and the default with them', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const updated = await world.ana.call(UpdateSupportedLicenses, {
    AccountId,
    SupportedLicenses: ['Pro', 'Plus', 'Pro'],
    DefaultLicense: 'Plus',
  });
  expect(updated).toMatchObject({ Account: { SupportedLicenses: ['Plus', 'Pro'], DefaultLicense: 'Plus' } });
  expect(await world.ana.call(GetAccount, { AccountId })).toEqual(updated);
});

test('400 without any tier, and where the default is not among the tiers, given or not', async () => {
  const AccountId = await createTeam(world.ana, 'Strict');
  const refused = async (input: { SupportedLicenses: ('Basic' | 'Pro')[]; DefaultLicense?: 'Basic' | 'Pro' }, message: string) =>
    expect(world.ana.call(UpdateSupportedLicenses, { AccountId, ...input })).rejects.toMatchObject({
      status: 400,
      message: containing(message),
    });
  await refused({ SupportedLicenses: [] }, 'supportedLicenses');
  await refused({ SupportedLicenses: ['Basic'] }, 'The default license of account Strict, Pro, is not among the SupportedLicenses.');
  await refused(
    { SupportedLicenses: ['Basic'], DefaultLicense: 'Pro' },
    'The DefaultLicense Pro is not among the SupportedLicenses Basic.',
  );
});

test('409 with the count while users, suspended ones included, hold a tier that goes', async () => {
  const AccountId = await createTeam(world.ana, 'Held');
  const first = await addMember(world, world.ana, AccountId, 'one@acme.example');
  const second = await addMember(world, world.ana, AccountId, 'two@acme.example');
  await changeUser(world, second, { registration_status: 'Suspended' });
  const toBasic = () => world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Basic'], DefaultLicense: 'Basic' });
  await expect(toBasic()).rejects.toMatchObject({
    status: 409,
    code: 'ConflictException',
    message: '2 users hold Pro in account Held. Move them to another license with UpdateUserLicenses first.',
  });
  await world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [first, second], LicenseType: 'Basic' });
  await expect(toBasic()).resolves.toMatchObject({ Account: { SupportedLicenses: ['Basic'] } });
});

test('409 while a group gives a tier that goes, whether or not it has members', async () => {
  const AccountId = await createTeam(world.ana, 'Grouped');
  await claimDomain(world, AccountId, 'grouped.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseOIDC' });
  await bringGroup(world, AccountId, 'Everyone');
  const give = (LicenseType: 'Basic' | 'Pro') =>
    world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [{ GroupName: 'Everyone', LicenseType }] });
  await give('Pro');
  const toBasic = () => world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Basic'], DefaultLicense: 'Basic' });
  await expect(toBasic()).rejects.toMatchObject({
    status: 409,
    message: '1 group gives Pro in account Grouped. Give them another license with AddOrUpdateGroups, or none with DeleteGroups, first.',
  });
  await give('Basic');
  await expect(toBasic()).resolves.toMatchObject({ Account: { SupportedLicenses: ['Basic'] } });
});

test('who is only invited holds no license yet, and will get the new default', async () => {
  const AccountId = await createTeam(world.ana, 'Inviting');
  const UserId = await inviteUser(world.ana, AccountId, 'three@acme.example');
  await world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Basic'], DefaultLicense: 'Basic' });
  expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({ User: { LicenseType: 'Basic' } });
});

test('whatever a removed tier races against, no user ends up with a license that the account does not support', async () => {
  for (let round = 0; round < 5; round++) {
    const AccountId = await createTeam(world.ana, `Race ${round}`);
    const id = await addMember(world, world.ana, AccountId, 'racer@acme.example');
    await world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [id], LicenseType: 'Basic' });
    const [removal, update] = await Promise.allSettled([
      world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Basic'], DefaultLicense: 'Basic' }),
      world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [id], LicenseType: 'Pro' }),
    ]);
    expect([removal.status, update.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const held = (await findUserRow(world, id))?.license_type;
    expect(held).toBe(removal.status === 'fulfilled' ? 'Basic' : 'Pro');
  }
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Pro'] })).rejects.toMatchObject({ status: 404 });
});
