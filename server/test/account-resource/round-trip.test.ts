import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { planCalls } from '../../src/account-resource/plan.ts';
import { UpdateAccountResource } from '../../src/operations/chime/UpdateAccountResource.ts';
import { ValidateAccountResource } from '../../src/operations/chime/ValidateAccountResource.ts';
import { getAccount } from '../../src/store/accounts.ts';
import { exportDocument, type Document } from '../support/account-resource.ts';
import { bringGroup } from '../support/groups.ts';
import { createEnterprise } from '../support/people.ts';
import { acme, createWorld } from '../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

const tiers = ['Basic', 'Plus', 'Pro', 'ProTrial'] as const;
const groupNames = ['Staff', 'Chime Pro', 'Chime Basic', 'Ärzte', 'a/b~c'];
const domainNames = Array.from({ length: 6 }, (_, index) => `d${index}.example`);

/** Documents that an Enterprise account with these groups can become. */
const documents = fc
  .record({
    settings: fc.record({ DisableRemoteControl: fc.boolean(), EnableDialOut: fc.boolean() }),
    tiers: fc.subarray([...tiers], { minLength: 1 }),
    chosen: fc.nat(),
    domains: fc.subarray(domainNames),
    groups: fc.uniqueArray(fc.record({ GroupName: fc.constantFrom(...groupNames), LicenseType: fc.constantFrom('Basic', 'Pro') }), {
      selector: ({ GroupName }) => GroupName,
    }),
    // Off is not shown before it was ever on, so it is never drawn.
    room: fc.integer({ min: 1, max: 5475 }),
    conversation: fc.option(fc.integer({ min: 1, max: 5475 }), { nil: undefined }),
    name: fc.stringMatching(/^[A-Z][a-z0-9 ]{0,12}[a-z]$/),
  })
  .map(({ settings, tiers: supported, chosen, domains, groups, room, conversation, name }): Document => ({
    Name: name,
    Settings: settings,
    DefaultLicense: supported[chosen % supported.length] ?? 'Pro',
    SupportedLicenses: supported,
    Domains: domains,
    Groups: groups.filter(({ LicenseType }) => supported.includes(LicenseType)),
    SignIn: {},
    Retention: {
      RoomRetentionSettings: { RetentionDays: room },
      ConversationRetentionSettings: conversation === undefined ? {} : { RetentionDays: conversation },
    },
  }));

test('a document leads from itself to itself by no call, in whatever order its lists are', async () => {
  const id = await createEnterprise(world, world.ana, '1');
  const account = await world.database.read(acme, (tx) => getAccount(tx, id));
  fc.assert(
    fc.property(documents, (document) => {
      const shuffled = {
        ...document,
        SupportedLicenses: document.SupportedLicenses.toReversed(),
        Domains: document.Domains.toReversed().map((name) => name.toUpperCase()),
        Groups: document.Groups.toReversed(),
      };
      expect(planCalls({ account, current: document }, shuffled)).toEqual([]);
    }),
  );
});

test('an account becomes any document, and what is exported then and applied again is an empty plan', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Any', 'EnterpriseLWA');
  for (const name of groupNames) await bringGroup(world, AccountId, name);
  await fc.assert(
    fc.asyncProperty(documents, async (Resource) => {
      const before = await exportDocument(world.ana, AccountId);
      await world.ana.call(UpdateAccountResource, { AccountId, Resource, Revision: before.Revision });
      const after = await exportDocument(world.ana, AccountId);
      expect(sorted(after.Resource)).toEqual(sorted(Resource));
      expect(await world.ana.call(ValidateAccountResource, { AccountId, Resource: after.Resource })).toEqual({ Findings: [], Plan: [] });
      expect(await world.ana.call(UpdateAccountResource, { AccountId, ...after })).toEqual({ ...after, Applied: [] });
    }),
    { numRuns: 25 },
  );
});

/** Lists are sets. */
function sorted(document: Document): Document {
  return {
    ...document,
    SupportedLicenses: document.SupportedLicenses.toSorted(),
    Domains: document.Domains.toSorted(),
    Groups: document.Groups.toSorted((one, other) => (one.GroupName < other.GroupName ? -1 : 1)),
  };
}
