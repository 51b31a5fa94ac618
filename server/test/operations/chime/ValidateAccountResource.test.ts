import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { AddOrUpdateGroups } from '../../../src/operations/chime/AddOrUpdateGroups.ts';
import { GetAccountResource } from '../../../src/operations/chime/GetAccountResource.ts';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { UpdateAccountResource } from '../../../src/operations/chime/UpdateAccountResource.ts';
import { ValidateAccountResource } from '../../../src/operations/chime/ValidateAccountResource.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { changedDocument, exportDocument, type Written } from '../../support/account-resource.ts';
import { putClaim } from '../../support/claims.ts';
import { bringGroup } from '../../support/groups.ts';
import { addMember, createTeam } from '../../support/members.ts';
import { configureOpenId } from '../../support/openid.ts';
import { insertMember } from '../../support/meetings.ts';
import { claimDomain, createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

async function validate(AccountId: string, change: Written) {
  const { Resource } = await exportDocument(world.ana, AccountId);
  return world.ana.call(ValidateAccountResource, { AccountId, Resource: { ...Resource, ...change } });
}

/** Path, code and severity of what is found. */
async function found(AccountId: string, change: Written): Promise<string[]> {
  const { Findings } = await validate(AccountId, change);
  return Findings.map(({ Path, Code, Severity }) => `${Severity} ${Path} ${Code}`);
}

test('the account as it is has no findings and an empty plan', async () => {
  const AccountId = await createTeam(world.ana, 'Unchanged');
  expect(await validate(AccountId, {})).toEqual({ Findings: [], Plan: [] });
});

test('the plan names each call with its input and the actions it needs, in the order in which they succeed', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Planned');
  await putClaim(world, AccountId, 'old.example');
  await putClaim(world, AccountId, 'kept.example');
  await configureOpenId(world, AccountId);
  await bringGroup(world, AccountId, 'Chime Pro');
  const { Plan } = await validate(AccountId, {
    Name: 'Carried out',
    Settings: { EnableDialOut: true },
    SupportedLicenses: ['Pro', 'Plus', 'Basic'],
    DefaultLicense: 'Plus',
    Domains: ['new.example', 'KEPT.example'],
    Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }],
    SignIn: {},
    Retention: { RoomRetentionSettings: { RetentionDays: 365 } },
  });
  expect(Plan.map(({ Operation, Input }) => [Operation, z.record(z.string(), z.unknown()).parse(JSON.parse(Input))])).toEqual([
    ['RenameAccount', { AccountId, Name: 'Carried out' }],
    ['UpdateAccountSettings', { AccountId, AccountSettings: { EnableDialOut: true } }],
    ['PutRetentionSettings', { AccountId, RetentionSettings: { RoomRetentionSettings: { RetentionDays: 365 } } }],
    ['DeleteAccountOpenIdConfig', { AccountId }],
    ['UpdateSupportedLicenses', { AccountId, SupportedLicenses: ['Pro', 'Plus', 'Basic'], DefaultLicense: 'Plus' }],
    ['AddDomain', { AccountId, DomainName: 'new.example' }],
    ['AddOrUpdateGroups', { AccountId, Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }] }],
    ['DeleteDomain', { AccountId, DomainName: 'old.example' }],
  ]);
  expect(Plan.every(({ Allowed }) => Allowed)).toBe(true);
  expect(Plan.find(({ Operation }) => Operation === 'PutRetentionSettings')).toMatchObject({
    Actions: ['chime:UpdateAccountSettings'],
    Summary: 'Keep messages of rooms for 365 days, all others for good.',
  });
});

test('each step says whether the caller may take it, dependent actions included', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Connecting', 'EnterpriseLWA');
  await putClaim(world, AccountId, 'connecting.example');
  const statement = { Effect: 'Allow', Action: ['chime:RenameAccount', 'chime:ConnectDirectory'], Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'renames', PolicyDocument });
  const { Resource } = await exportDocument(world.bo, AccountId);
  const { Plan } = await world.bo.call(ValidateAccountResource, {
    AccountId,
    Resource: { ...Resource, Name: 'Renamed', Settings: { EnableDialOut: true }, SignIn: { DirectoryId: 'd-0123456789' } },
  });
  expect(Plan.map(({ Operation, Actions, Allowed }) => [Operation, Actions, Allowed])).toEqual([
    ['RenameAccount', ['chime:RenameAccount'], true],
    ['UpdateAccountSettings', ['chime:UpdateAccountSettings'], false],
    ['ConnectDirectory', ['chime:ConnectDirectory', 'ds:ConnectDirectory'], false],
  ]);
});

test('what is wrong is found with its place: names, licenses, domains', async () => {
  const AccountId = await createTeam(world.ana, 'Wrong');
  await createTeam(world.ana, 'Taken');
  await putClaim(world, await createTeam(world.gil, 'Globex'), 'proved.example');
  await addMember(world, world.ana, AccountId, 'holder@mail.example');
  expect(await found(AccountId, { Name: 'TAKEN' })).toEqual(['Error /Name NameTaken']);
  expect(await found(AccountId, { SupportedLicenses: ['Basic'] })).toEqual([
    'Error /DefaultLicense DefaultLicenseNotSupported',
    'Error /SupportedLicenses LicenseHeld',
  ]);
  expect(
    await found(AccountId, { Domains: ['com', 'gmail.com', 'under_score.example', 'proved.example', 'new.example', 'New.Example'] }),
  ).toEqual([
    'Error /Domains/0 DomainInvalid',
    'Error /Domains/1 DomainInvalid',
    'Error /Domains/2 DomainInvalid',
    'Error /Domains/3 DomainTaken',
    'Warning /Domains/4 DomainUnproved',
    'Error /Domains/5 DomainTwice',
  ]);
});

test('what is wrong is found with its place: groups and sign-in', async () => {
  const team = await createTeam(world.ana, 'Groupless');
  const Groups = [{ GroupName: 'Nowhere', LicenseType: 'Pro' as const }];
  expect(await found(team, { Groups })).toEqual(['Error /Groups/0 NoGroupsInTeam']);
  expect(await found(team, { SignIn: { DirectoryId: 'd-0123456789' } })).toEqual(['Error /SignIn/DirectoryId SignInNotReady']);
  const Retention = { ConversationRetentionSettings: { RetentionDays: 30 } };
  expect(await found(team, { Retention })).toEqual(['Error /Retention RetentionNeedsEnterprise']);
  expect(await found(team, { Retention: {} })).toEqual([]);
  const AccountId = await createEnterprise(world, world.ana, 'Grouped');
  await putClaim(world, AccountId, 'grouped.example');
  await bringGroup(world, AccountId, 'Staff');
  await configureOpenId(world, AccountId);
  const staff = { GroupName: 'Staff', LicenseType: 'Basic' as const };
  expect(await found(AccountId, { Groups: [...Groups, staff, staff] })).toEqual([
    'Error /Groups/0/GroupName GroupNotFound',
    'Error /Groups/2 GroupTwice',
  ]);
  const OpenId = { Issuer: 'https://other.example', ClientId: 'carillon' };
  expect(await found(AccountId, { SignIn: { OpenId } })).toEqual(['Error /SignIn/OpenId OpenIdSecretNeeded']);
  expect(await found(AccountId, { SignIn: { OpenId, DirectoryId: 'd-0123456789' } })).toEqual(['Error /SignIn TwoSignIns']);
  expect(await found(AccountId, { SignIn: { DirectoryId: 'd-0123456789' } })).toEqual(['Error /SignIn/DirectoryId SignInNotReady']);
  expect(await found(AccountId, { Domains: [] })).toEqual(['Warning /Domains DomainInUse', 'Error /Domains LastDomain']);
  expect(await found(AccountId, { CDRBucketName: 'elsewhere' })).toEqual(['Error /CDRBucketName BucketOfAwsAccount']);
});

test('a license that users or groups keep is found, but not where the document gives its holders another one', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Given');
  await claimDomain(world, AccountId, 'given.example');
  await configureOpenId(world, AccountId);
  const member = await insertMember(world.database, AccountId, 'di@given.example');
  await bringGroup(world, AccountId, 'Staff', { members: [member] });
  await bringGroup(world, AccountId, 'Everybody', { members: [member] });
  await world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [{ GroupName: 'Staff', LicenseType: 'Pro' }] });
  const basic = { SupportedLicenses: ['Basic' as const], DefaultLicense: 'Basic' as const };
  const held = 'Error /SupportedLicenses LicenseHeld';
  expect(await found(AccountId, basic)).toEqual([held, held]);
  expect(await found(AccountId, { ...basic, Groups: [] })).toEqual([held]);
  expect(await found(AccountId, { ...basic, Groups: [{ GroupName: 'Nobody', LicenseType: 'Basic' }] })).toEqual([
    held,
    'Error /Groups/0/GroupName GroupNotFound',
  ]);
  const licenseOf = async () => (await world.ana.call(GetUser, { AccountId, UserId: member })).User?.LicenseType;
  for (const [change, license] of [
    [{ ...basic, Groups: [{ GroupName: 'Staff', LicenseType: 'Basic' }] }, 'Basic'],
    [{ SupportedLicenses: ['Pro'], DefaultLicense: 'Pro', Groups: [{ GroupName: 'Everybody', LicenseType: 'Pro' }] }, 'Pro'],
  ] as const satisfies [Written, string][]) {
    expect(await found(AccountId, change)).toEqual([]);
    const { Resource, Revision } = await exportDocument(world.ana, AccountId);
    await world.ana.call(UpdateAccountResource, { AccountId, Resource: { ...Resource, ...change }, Revision });
    expect(await licenseOf()).toBe(license);
    expect(await validate(AccountId, {})).toEqual({ Findings: [], Plan: [] });
  }
});

test('members that no account has are found, with what was probably meant', async () => {
  const AccountId = await createTeam(world.ana, 'Typo');
  const { Resource } = await exportDocument(world.ana, AccountId);
  const written = changedDocument(Resource, {
    $schema: 'https://chime.example.com/account-resource.schema.json',
    Domain: ['x.example'],
    Settings: { EnableDailOut: true },
    SignIn: { Okta: {} },
  });
  const reply = await world.ana.attempt(ValidateAccountResource, { AccountId, Resource: written });
  const { Findings } = ValidateAccountResource.output.parse(JSON.parse(reply.body));
  expect(Findings.map(({ Path, Code, Message }) => [Path, Code, Message])).toEqual([
    ['/Settings/EnableDailOut', 'UnknownMember', '/Settings has no member EnableDailOut. Did you mean EnableDialOut?'],
    ['/SignIn/Okta', 'UnknownMember', '/SignIn has no member Okta. Known are OpenId, DirectoryId.'],
    ['/Domain', 'UnknownMember', 'The document has no member Domain. Did you mean Domains?'],
  ]);
});

test("nothing is written, and 404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.ana, 'Read');
  const before = await world.ana.call(GetAccountResource, { AccountId });
  await validate(AccountId, { Name: 'Other', Domains: ['other.example'] });
  expect(await world.ana.call(GetAccountResource, { AccountId })).toEqual(before);
  await expect(world.gil.call(ValidateAccountResource, { AccountId, Resource: before.Resource })).rejects.toMatchObject({ status: 404 });
});
