import { afterAll, expect, test } from 'vitest';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { PutRetentionSettings } from '../../../src/operations/chime/PutRetentionSettings.ts';
import { ResetAccountResource } from '../../../src/operations/chime/ResetAccountResource.ts';
import { UpdateAccountSettings } from '../../../src/operations/chime/UpdateAccountSettings.ts';
import { UpdateSupportedLicenses } from '../../../src/operations/chime/UpdateSupportedLicenses.ts';
import { UpdateUserLicenses } from '../../../src/operations/chime/UpdateUserLicenses.ts';
import { exportDocument } from '../../support/account-resource.ts';
import { putClaim } from '../../support/claims.ts';
import { addMember, changeAccount, createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

async function changedAccount(name: string): Promise<string> {
  const AccountId = await createTeam(world.ana, name);
  await world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Basic', 'Plus', 'Pro'], DefaultLicense: 'Basic' });
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { DisableRemoteControl: true, EnableDialOut: true } });
  await putClaim(world, AccountId, `${name}.example`);
  return AccountId;
}

test('settings and licenses are those of a new account again; name, domains and users stay', async () => {
  const AccountId = await changedAccount('reset');
  await addMember(world, world.ana, AccountId, 'one@mail.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await world.ana.call(PutRetentionSettings, { AccountId, RetentionSettings: { RoomRetentionSettings: { RetentionDays: 30 } } });
  const { Resource: changed, Revision } = await exportDocument(world.ana, AccountId);
  const { Retention, ...Resource } = changed;
  expect(Retention).toEqual({ RoomRetentionSettings: { RetentionDays: 30 }, ConversationRetentionSettings: {} });
  const users = await world.ana.call(ListUsers, { AccountId });
  const answer = await world.ana.call(ResetAccountResource, { AccountId, Revision });
  expect(answer).toEqual(await exportDocument(world.ana, AccountId));
  expect(answer.Resource).toEqual({
    ...Resource,
    Settings: { DisableRemoteControl: false, EnableDialOut: false },
    DefaultLicense: 'Pro',
    SupportedLicenses: ['Basic', 'Pro'],
  });
  expect(await world.ana.call(ListUsers, { AccountId })).toEqual(users);
});

test('409 for a revision that is not the newest', async () => {
  const AccountId = await changedAccount('stale');
  const { Revision } = await exportDocument(world.ana, AccountId);
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { EnableDialOut: false } });
  await expect(world.ana.call(ResetAccountResource, { AccountId, Revision })).rejects.toMatchObject({ status: 409 });
});

test('409 while users hold a license that new accounts do not support, and nothing is changed', async () => {
  const AccountId = await changedAccount('held');
  const id = await addMember(world, world.ana, AccountId, 'two@mail.example');
  await world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [id], LicenseType: 'Plus' });
  const before = await exportDocument(world.ana, AccountId);
  await expect(world.ana.call(ResetAccountResource, { AccountId, Revision: before.Revision })).rejects.toMatchObject({
    status: 409,
    message: '1 user holds Plus in account held. Move them to another license with UpdateUserLicenses first.',
  });
  expect(await exportDocument(world.ana, AccountId)).toEqual(before);
});
