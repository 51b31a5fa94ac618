import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../src/operation.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { GetAccountSettings } from '../../../src/operations/chime/GetAccountSettings.ts';
import { ListDomains } from '../../../src/operations/chime/ListDomains.ts';
import { ListGroups } from '../../../src/operations/chime/ListGroups.ts';
import { RenameAccount } from '../../../src/operations/chime/RenameAccount.ts';
import { UpdateAccountResource } from '../../../src/operations/chime/UpdateAccountResource.ts';
import { LookupEvents } from '../../../src/operations/cloudtrail/LookupEvents.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { changedDocument, exportDocument, type Written } from '../../support/account-resource.ts';
import { putClaim } from '../../support/claims.ts';
import { addDirectory } from '../../support/directories.ts';
import { bringGroup } from '../../support/groups.ts';
import { createTeam, present } from '../../support/members.ts';
import { configureOpenId } from '../../support/openid.ts';
import { createEnterprise } from '../../support/people.ts';
import { AuthorizeDirectory } from '../../../src/operations/chime/AuthorizeDirectory.ts';
import { createWorld, localConnections, type Person } from '../../support/world.ts';

const world = await createWorld({ connections: localConnections });
afterAll(() => world.close());

async function apply(person: Person, AccountId: string, change: Written, options = {}) {
  const { Resource, Revision } = await exportDocument(world.ana, AccountId);
  return person.call(UpdateAccountResource, { AccountId, Resource: { ...Resource, ...change }, Revision }, options);
}

async function boMay(...actions: string[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'resource', PolicyDocument });
}

test('the account becomes what the document says, in one call', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Before');
  await putClaim(world, AccountId, 'old.example');
  await putClaim(world, AccountId, 'kept.example');
  await configureOpenId(world, AccountId);
  await bringGroup(world, AccountId, 'Chime Pro');
  const wanted: Written = {
    Name: 'After',
    Settings: { DisableRemoteControl: true, EnableDialOut: true },
    SupportedLicenses: ['Basic', 'Plus', 'Pro'],
    DefaultLicense: 'Basic',
    Domains: ['kept.example', 'new.example'],
    Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }],
    SignIn: {},
  };
  const answer = await apply(world.ana, AccountId, wanted);
  expect(answer.Applied).toHaveLength(7);
  expect(answer.Resource).toEqual(wanted);
  expect({ Resource: answer.Resource, Revision: answer.Revision }).toEqual(await exportDocument(world.ana, AccountId));
  expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({
    Account: { Name: 'After', AccountType: 'EnterpriseLWA', DefaultLicense: 'Basic', SupportedLicenses: ['Basic', 'Plus', 'Pro'] },
  });
  expect(await world.ana.call(GetAccountSettings, { AccountId })).toMatchObject({ AccountSettings: { EnableDialOut: true } });
  const { Domains } = await world.ana.call(ListDomains, { AccountId });
  expect(Domains.map(({ DomainName, Status }) => `${DomainName} ${Status}`)).toEqual([
    'kept.example Verified',
    'new.example PendingVerification',
  ]);
  expect((await world.ana.call(ListGroups, { AccountId })).Groups).toMatchObject([{ GroupName: 'Chime Pro', LicenseType: 'Pro' }]);
});

test('a license goes although a group gave it, once the group gives another one', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Moving licenses');
  await bringGroup(world, AccountId, 'Movers');
  await apply(world.ana, AccountId, { Groups: [{ GroupName: 'Movers', LicenseType: 'Basic' }] });
  const wanted: Written = { SupportedLicenses: ['Pro'], DefaultLicense: 'Pro', Groups: [{ GroupName: 'Movers', LicenseType: 'Pro' }] };
  const { Resource, Applied } = await apply(world.ana, AccountId, wanted);
  expect(Resource).toMatchObject(wanted);
  expect(Applied.map(({ Operation }) => Operation)).toEqual(['AddOrUpdateGroups', 'UpdateSupportedLicenses']);
});

test('applied once more, a document changes nothing', async () => {
  const AccountId = await createTeam(world.ana, 'Twice');
  const first = await apply(world.ana, AccountId, { Domains: ['twice.example'], Settings: { EnableDialOut: true } });
  const second = await apply(world.ana, AccountId, { Domains: ['twice.example'], Settings: { EnableDialOut: true } });
  expect(second).toEqual({ ...first, Applied: [] });
});

test('409 for a revision that is not the newest, and nothing is changed', async () => {
  const AccountId = await createTeam(world.ana, 'Stale');
  const { Resource, Revision } = await exportDocument(world.ana, AccountId);
  await world.ana.call(RenameAccount, { AccountId, Name: 'Fresh' });
  const stale = world.ana.call(UpdateAccountResource, { AccountId, Resource: { ...Resource, Domains: ['stale.example'] }, Revision });
  await expect(stale).rejects.toMatchObject({ status: 409, code: 'ConflictException' });
  expect((await exportDocument(world.ana, AccountId)).Resource).toMatchObject({ Name: 'Fresh', Domains: [] });
});

test('of two documents that are applied at once, one is stale', async () => {
  const AccountId = await createTeam(world.ana, 'Racing');
  const { Resource, Revision } = await exportDocument(world.ana, AccountId);
  const outcomes = await Promise.allSettled(
    ['one.example', 'two.example'].map((domain) =>
      world.ana.call(UpdateAccountResource, { AccountId, Resource: { ...Resource, Domains: [domain] }, Revision }),
    ),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await exportDocument(world.ana, AccountId)).Resource.Domains).toHaveLength(1);
});

describe('each step is a decision of its own', () => {
  test('403 naming the action of the step that is not allowed, and nothing is changed', async () => {
    const AccountId = await createTeam(world.ana, 'Guarded');
    await boMay('chime:UpdateAccountResource', 'chime:RenameAccount');
    const refused = apply(world.bo, AccountId, { Name: 'Renamed', Domains: ['guarded.example'] });
    await expect(refused).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('not authorized to perform: chime:AddDomain'),
    });
    expect((await exportDocument(world.ana, AccountId)).Resource.Name).toBe('Guarded');
    await expect(apply(world.bo, AccountId, { Name: 'Renamed' })).resolves.toMatchObject({ Applied: [{ Operation: 'RenameAccount' }] });
  });

  test('403 naming the dependent action of a step', async () => {
    const AccountId = await createEnterprise(world, world.ana, 'Connecting', 'EnterpriseLWA');
    await putClaim(world, AccountId, 'connecting.example');
    const DirectoryId = await addDirectory(world, { url: 'ldaps://127.0.0.1:1' });
    await world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId });
    await boMay('chime:UpdateAccountResource', 'chime:ConnectDirectory');
    await expect(apply(world.bo, AccountId, { SignIn: { DirectoryId } })).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('not authorized to perform: ds:ConnectDirectory'),
    });
    // Who may is told what the directory says, which is asked before anything is written.
    await expect(apply(world.ana, AccountId, { Name: 'Connected', SignIn: { DirectoryId } })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('Nothing was changed'),
    });
    expect((await exportDocument(world.ana, AccountId)).Resource.Name).toBe('Connecting');
  });

  test('the event of the call tells all that was decided', async () => {
    const AccountId = await createTeam(world.ana, 'Recorded');
    await apply(world.ana, AccountId, { Name: 'On record', Domains: ['recorded.example'] });
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: UpdateAccountResource.name }];
    const { Events = [] } = await world.ana.call(LookupEvents, { LookupAttributes, MaxResults: 50 });
    expect(Events.map(({ CloudTrailEvent }) => CloudTrailEvent).join('\n')).toContain(
      '"requiredActions":[{"action":"chime:UpdateAccountResource","resource":"*"},{"action":"chime:RenameAccount","resource":"*"},{"action":"chime:AddDomain","resource":"*"}]',
    );
  });
});

test('a dry run answers what would be, and changes nothing', async () => {
  const AccountId = await createTeam(world.ana, 'Rehearsed');
  const before = await exportDocument(world.ana, AccountId);
  const answer = await apply(world.ana, AccountId, { Name: 'Performed', Domains: ['rehearsed.example'] }, { dryRun: true });
  expect(answer).toMatchObject({ Resource: { Name: 'Performed' }, Applied: [{ Operation: 'RenameAccount' }, { Operation: 'AddDomain' }] });
  expect(await exportDocument(world.ana, AccountId)).toEqual(before);
});

test('422 naming every error of the document, unknown members included, and nothing is changed', async () => {
  const AccountId = await createTeam(world.ana, 'Faulty');
  const { Resource, Revision } = await exportDocument(world.ana, AccountId);
  const input = { AccountId, Resource: changedDocument(Resource, { Name: 'Mended', Domain: [], SupportedLicenses: ['Basic'] }), Revision };
  const reply = await world.ana.attempt(UpdateAccountResource, input);
  expect(reply.status).toBe(422);
  expect(reply.body).toContain('/Domain: The document has no member Domain. Did you mean Domains?');
  expect(reply.body).toContain('/DefaultLicense: The DefaultLicense Pro is not among the SupportedLicenses.');
  expect(await exportDocument(world.ana, AccountId)).toEqual({ Resource, Revision });
});

test('a step that fails takes the others with it', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Whole', 'EnterpriseLWA');
  // More claims than an account may have: the plan cannot know which of the calls is the one too many.
  const Domains = Array.from({ length: 251 }, (_, index) => `domain${index}.example`);
  for (const name of Domains.slice(0, 250)) await putClaim(world, AccountId, name, { status: 'PendingVerification' });
  await expect(apply(world.ana, AccountId, { Name: 'Half', Domains: Domains.slice(1) })).rejects.toMatchObject({ status: 400 });
  expect(present((await exportDocument(world.ana, AccountId)).Resource.Name)).toBe('Whole');
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.ana, 'Hidden');
  const { Resource, Revision } = await exportDocument(world.ana, AccountId);
  const operation: Operation = UpdateAccountResource;
  expect((await world.gil.attempt(operation, { AccountId, Resource, Revision })).status).toBe(404);
});
