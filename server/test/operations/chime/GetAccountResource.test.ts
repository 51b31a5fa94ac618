import { afterAll, expect, test } from 'vitest';
import { AddDomain } from '../../../src/operations/chime/AddDomain.ts';
import { AddOrUpdateGroups } from '../../../src/operations/chime/AddOrUpdateGroups.ts';
import { GetAccountResource } from '../../../src/operations/chime/GetAccountResource.ts';
import { RenameAccount } from '../../../src/operations/chime/RenameAccount.ts';
import { UpdateAccountSettings } from '../../../src/operations/chime/UpdateAccountSettings.ts';
import { putClaim } from '../../support/claims.ts';
import { share } from '../../support/delegates.ts';
import { bringGroup } from '../../support/groups.ts';
import { createTeam } from '../../support/members.ts';
import { configureOpenId } from '../../support/openid.ts';
import { createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a new account is a short document', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  expect((await world.ana.call(GetAccountResource, { AccountId })).Resource).toEqual({
    Name: 'Acme',
    Settings: { DisableRemoteControl: false, EnableDialOut: false },
    DefaultLicense: 'Pro',
    SupportedLicenses: ['Basic', 'Pro'],
    Domains: [],
    Groups: [],
    SignIn: {},
  });
});

test('all that is declared of an account is in it, in one order, and no secret', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Everything');
  await putClaim(world, AccountId, 'b.example');
  await world.ana.call(AddDomain, { AccountId, DomainName: 'a.example' });
  await putClaim(world, AccountId, 'lost.example', { status: 'VerificationLost' });
  await putClaim(world, AccountId, 'failed.example', { status: 'Failed' });
  await configureOpenId(world, AccountId);
  for (const name of ['Staff', 'Chime Pro']) await bringGroup(world, AccountId, name);
  const Groups = [
    { GroupName: 'Staff', LicenseType: 'Basic' as const },
    { GroupName: 'Chime Pro', LicenseType: 'Pro' as const },
  ];
  await world.ana.call(AddOrUpdateGroups, { AccountId, Groups });
  expect((await world.ana.call(GetAccountResource, { AccountId })).Resource).toMatchObject({
    Domains: ['a.example', 'b.example', 'lost.example'],
    Groups: Groups.toReversed(),
    SignIn: { OpenId: { Issuer: 'https://idp.example', ClientId: 'carillon', Scopes: ['email', 'profile'] } },
  });
});

test('the revision changes with the document, and comes back with it', async () => {
  const AccountId = await createTeam(world.ana, 'Revised');
  const revision = async () => (await world.ana.call(GetAccountResource, { AccountId })).Revision;
  const first = await revision();
  expect(await revision()).toBe(first);
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { EnableDialOut: true } });
  const second = await revision();
  expect(second).not.toBe(first);
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { EnableDialOut: false } });
  expect(await revision()).toBe(first);
  await world.ana.call(RenameAccount, { AccountId, Name: 'Renamed' });
  expect(await revision()).not.toBe(first);
});

test("404 for another AWS account's account; a delegate sees what the owner sees", async () => {
  const AccountId = await createTeam(world.ana, 'Shared');
  await expect(world.gil.call(GetAccountResource, { AccountId })).rejects.toMatchObject({ status: 404 });
  await share(world, AccountId);
  expect(await world.gil.call(GetAccountResource, { AccountId })).toEqual(await world.ana.call(GetAccountResource, { AccountId }));
});
