import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { LookupEvents } from '../../../src/operations/cloudtrail/LookupEvents.ts';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../../src/operations/iam/CreatePolicyVersion.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { DeleteUser } from '../../../src/operations/iam/DeleteUser.ts';
import { indexAuditEvents } from '../../../src/jobs/index-audit-events.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
let started: number;
const document = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'chime:GetUser', Resource: '*' } });
let policyArn: string;
beforeAll(async () => {
  world = await createWorld();
  const { Policy } = await world.ana.call(CreatePolicy, { PolicyName: 'help', PolicyDocument: document });
  policyArn = Policy?.Arn ?? '';
  world.clock.advance(1_000);
  await world.ana.call(CreatePolicyVersion, { PolicyArn: policyArn, PolicyDocument: document });
  world.clock.advance(10_000);
  started = world.clock.now() / 1000;
  for (const UserName of ['carol', 'dan']) {
    await world.ana.call(CreateUser, { UserName });
    world.clock.advance(1_000);
  }
  await world.bo.call(ListAccounts, {});
  world.clock.advance(1_000);
  await world.bo.attempt(CreateAccount, { Name: 'Mine' });
  world.clock.advance(1_000);
  await world.ana.call(DeleteUser, { UserName: 'dan' });
  await world.door.services.trail.flush();
});
afterAll(() => world.close());

const lookup = (input: z.input<typeof LookupEvents.input>) => world.ana.call(LookupEvents, input);
const by = (AttributeKey: 'EventName' | 'ReadOnly', AttributeValue: string) =>
  lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] });

describe.each([
  ['that are not in the index yet', false],
  ['that are in the index', true],
])('events %s', (_when, isIndexed) => {
  beforeAll(async () => {
    if (isIndexed) expect(await indexAuditEvents.run({ database: world.database, now: world.clock.now() })).toBeGreaterThan(0);
  });

  test('come newest first, as CloudTrail shows them, with the record itself', async () => {
    const { Events = [], NextToken } = await lookup({ StartTime: started });
    expect(NextToken).toBeUndefined();
    expect(
      Events.slice(0, 5).map(({ EventName, Username, ReadOnly, EventTime = 0 }) => [EventName, Username, ReadOnly, EventTime - started]),
    ).toEqual([
      ['DeleteUser', 'admin', 'false', 4],
      ['CreateAccount', 'bo', 'false', 3],
      ['ListAccounts', 'bo', 'true', 2],
      ['CreateUser', 'admin', 'false', 1],
      ['CreateUser', 'admin', 'false', 0],
    ]);
    const [deleted] = Events;
    expect(deleted).toMatchObject({
      EventSource: 'iam.amazonaws.com',
      AccessKeyId: world.ana.accessKeyId,
      Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'dan' }],
    });
    expect(JSON.parse(deleted?.CloudTrailEvent ?? '')).toMatchObject({
      eventID: deleted?.EventId,
      eventName: 'DeleteUser',
      requestParameters: { UserName: 'dan' },
    });
  });

  test.each([
    ['EventName', (): string => 'CreateUser', ['CreateUser', 'CreateUser', 'CreateUser']],
    ['ReadOnly', (): string => 'true', ['ListAccounts']],
    ['Username', (): string => 'bo', ['CreateAccount', 'ListAccounts']],
    ['ResourceName', (): string => 'dan', ['DeleteUser', 'CreateUser']],
    ['ResourceType', (): string => 'AWS::IAM::AccessKey', ['CreateAccessKey']],
    ['EventSource', (): string => 'chime.amazonaws.com', ['CreateAccount', 'ListAccounts']],
    ['AccessKeyId', (): string => world.bo.accessKeyId, ['CreateAccount', 'ListAccounts']],
    ['ResourceName', (): string => 'nobody', []],
    ['ReadOnly', (): string => 'perhaps', []],
  ] as const)('can be looked up by %s %s', async (AttributeKey, value, names) => {
    const { Events = [] } = await lookup({ LookupAttributes: [{ AttributeKey, AttributeValue: value() }], EndTime: started + 4 });
    expect(Events.map(({ EventName }) => EventName)).toEqual(names);
  });

  test('of a policy begin with the one that made it', async () => {
    const { Events = [] } = await lookup({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: policyArn }] });
    expect(Events.map(({ EventName }) => EventName)).toEqual(['CreatePolicyVersion', 'CreatePolicy']);
  });

  test('can be looked up by EventId', async () => {
    const { Events: [first] = [] } = await by('EventName', 'DeleteUser');
    const EventId = { AttributeKey: 'EventId', AttributeValue: first?.EventId ?? '' } as const;
    expect(await lookup({ LookupAttributes: [EventId] })).toEqual({ Events: [first] });
  });

  test('of a time range are those of its first and last second too', async () => {
    const { Events = [] } = await lookup({ StartTime: started + 1, EndTime: started + 3 });
    expect(Events.map(({ EventName }) => EventName)).toEqual(['CreateAccount', 'ListAccounts', 'CreateUser']);
  });

  test.each([
    {},
    { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' }] },
    { LookupAttributes: [{ AttributeKey: 'ResourceType', AttributeValue: 'AWS::IAM::User' }] },
  ] as const)('in pages are the same as at once: %j', async (input) => {
    const EndTime = started + 4;
    const all = await lookup({ ...input, LookupAttributes: [...(input.LookupAttributes ?? [])], EndTime });
    const found = [];
    let NextToken: string | undefined;
    do {
      const page = await lookup({
        ...input,
        LookupAttributes: [...(input.LookupAttributes ?? [])],
        EndTime,
        MaxResults: 2,
        ...(NextToken !== undefined && { NextToken }),
      });
      found.push(...(page.Events ?? []));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(found).toEqual(all.Events);
    expect(found.length).toBeGreaterThan(2);
  });

  test('of another AWS account do not exist', async () => {
    const { Events = [] } = await world.gil.call(LookupEvents, {});
    expect(JSON.stringify(Events)).not.toContain(acme);
  });
});

test.each([
  [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
  [{ MaxResults: 0 }, 'InvalidMaxResultsException'],
  [{ StartTime: 2, EndTime: 1 }, 'InvalidTimeRangeException'],
  [{ NextToken: 'nonsense' }, 'InvalidNextTokenException'],
  [{ EventCategory: 'insight' }, 'InvalidEventCategoryException'],
  [
    {
      LookupAttributes: [
        { AttributeKey: 'EventName', AttributeValue: 'a' },
        { AttributeKey: 'EventId', AttributeValue: 'b' },
      ],
    },
    'InvalidLookupAttributesException',
  ],
] as const)('400 for %j', async (input, code) => {
  const { status, body } = await world.ana.attempt(LookupEvents, input);
  expect([status, JSON.parse(body)]).toEqual([400, { __type: code, message: expect.any(String) }]);
});
