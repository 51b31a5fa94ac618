import { bindLayers, compilePolicy } from '@carillon/iam';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { GetAccount } from '../src/operations/chime/GetAccount.ts';
import { ListUsers } from '../src/operations/chime/ListUsers.ts';
import { createAuthoriser, type Asked, type Caller } from '../src/pipeline/authorise.ts';
import type { Principal } from '../src/principal.ts';
import { createWorld } from './support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

const principal: Principal = {
  kind: 'user',
  awsAccountId: '111111111111',
  arn: 'arn:aws:iam::111111111111:user/dee',
  principalId: 'AIDADEE',
  userName: 'dee',
  accessKeyId: 'AKIADEE',
  tags: { team: 'red' },
  mfa: { serialNumber: 'arn:aws:iam::111111111111:mfa/dee', at: 0 },
};

function callerOf(statements: readonly object[]): Caller {
  const policies = {
    scp: [],
    identity: [compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), { kind: 'identity' })],
  };
  return { principal, policies, layers: bindLayers(policies) };
}

const condition = fc.constantFrom(
  { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:02Z' } },
  { DateEquals: { 'aws:CurrentTime': ['1970-01-01T00:00:01Z', '1970-01-01T00:00:02.001Z'] } },
  { DateNotEqualsIfExists: { 'aws:currenttime': '2' } },
  { 'ForAnyValue:DateGreaterThanEquals': { 'aws:CurrentTime': '1970-01-01T00:00:01.0005Z' } },
  { StringLike: { 'aws:CurrentTime': '*T00:00:01*' } },
  { StringEquals: { 'aws:UserAgent': '${aws:CurrentTime}' } },
  { NumericGreaterThan: { 'AWS:EpochTime': '1' } },
  { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '2' } },
  { IpAddress: { 'aws:sourceip': '10.0.0.0/9' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringLike: { 'aws:UserAgent': '*cli*' } },
  { Null: { 'aws:Referer': 'true' } },
  { StringEquals: { 'aws:PrincipalTag/team': '${aws:UserAgent}' } },
  {},
);
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('chime:*', 'chime:GetAccount', 'chime:List*'),
  Resource: fc.constant('*'),
  Condition: condition,
});
const moment = fc.record({
  operation: fc.constantFrom(GetAccount, ListUsers),
  now: fc.oneof(fc.constantFrom(999, 1_000, 1_001, 1_999, 2_000, 2_001, 2_002), fc.integer({ min: 0, max: 4_000 })),
  origin: fc.record({
    sourceIp: fc.constantFrom('10.1.2.3', '10.200.2.3'),
    secureTransport: fc.boolean(),
    userAgent: fc.constantFrom('red', 'aws-cli', '1970-01-01T00:00:02.000Z', undefined),
    referer: fc.constantFrom('somewhere', undefined),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
  }),
});

describe('what a caller was allowed before', () => {
  test('never stands for what the engine would decide now', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement, { minLength: 1, maxLength: 5 }),
        fc.array(moment, { minLength: 2, maxLength: 30 }),
        async (statements, moments) => {
          const caller = callerOf(statements);
          const authorise = createAuthoriser(world.database);
          for (const circumstances of moments) {
            const asked: Asked = { ...circumstances, caller, input: {} };
            const { refusal } = await authorise(asked);
            const anew = await createAuthoriser(world.database)(asked);
            expect(refusal?.decision).toEqual(anew.refusal?.decision);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is not decided again while nothing that its policies look at has changed', async () => {
    const authorise = createAuthoriser(world.database);
    const caller = callerOf([{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }]);
    const origin = { secureTransport: false, referer: undefined, region: 'us-east-1' };
    const ask = (sourceIp: string, userAgent: string, now: number) =>
      authorise({ operation: GetAccount, input: {}, caller, origin: { ...origin, sourceIp, userAgent }, now });
    expect(await ask('10.0.0.1', 'one', 1)).toBe(await ask('10.0.0.1', 'another', 2));
    // Fixed times count by whether they have come.
    const always = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:00:02Z' } },
    };
    const timely = callerOf([always]);
    const at = (now: number) =>
      authorise({ operation: GetAccount, input: {}, caller: timely, origin: { ...origin, sourceIp: '10.0.0.1', userAgent: '' }, now });
    expect(await at(1)).toBe(await at(1_999));
    expect((await at(2_000)).refusal).toBeDefined();
    expect((await ask('11.0.0.1', 'one', 1)).refusal).toMatchObject({ decision: { decision: 'implicitDeny' } });
  });
});
