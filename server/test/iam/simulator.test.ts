import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../src/operation.ts';
import { operations } from '../../src/operations/all.ts';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { SimulatePrincipalPolicy } from '../../src/operations/iam/SimulatePrincipalPolicy.ts';
import { exampleOf } from '../support/stage.ts';
import { acme, createWorld, type Person, type World } from '../support/world.ts';

const numRuns = Number(process.env['CARILLON_FUZZ_RUNS'] ?? 40);
const seed = Number(process.env['CARILLON_FUZZ_SEED'] ?? 20_121_017);

let world: World;
let eve: Person;
beforeAll(async () => {
  world = await createWorld();
  await world.ana.call(CreateUser, { UserName: 'eve', Tags: [{ Key: 'team', Value: 'blue' }] });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'eve' });
  eve = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
});
afterAll(() => world.close());

// Actions that depend on no other, decided on `*`.
const tried = operations
  .filter(({ service, action }) => service === 'chime' && action?.dependsOn.length === 0 && !action.resource)
  .slice(0, 40);
const pick = <T>(...items: T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

const condition = pick<object>(
  {},
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.7' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringEquals: { 'aws:username': 'eve', 'aws:PrincipalTag/Team': ['blue', 'red'] } },
  { StringNotLike: { 'aws:PrincipalArn': '*/e*' } },
  { DateLessThan: { 'aws:CurrentTime': '2026-06-01T12:00:00.001Z' } },
  { NumericGreaterThan: { 'aws:EpochTime': '1780315200' } },
  { StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalType': 'User' } },
  { Null: { 'aws:MultiFactorAuthPresent': 'true' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'aws:PrincipalTag/team': '${aws:username}' } },
);
const statement = fc.record({
  Effect: pick('Allow', 'Allow', 'Deny'),
  Action: fc.array(
    pick('*', 'chime:*', 'chime:Get*', 'chime:*User*', 'CHIME:List?ccounts', 'chime:*Account', ...tried.map(({ name }) => `chime:${name}`)),
    { minLength: 1, maxLength: 3 },
  ),
  Resource: pick('*', '*', '*', 'arn:aws:chime::*:*'),
  Condition: condition,
});

/** The keys that the world's requests carry. */
function contextEntries() {
  const entries = {
    'aws:SourceIp': '203.0.113.7',
    'aws:SecureTransport': 'false',
    'aws:CurrentTime': new Date(world.clock.now()).toISOString(),
    'aws:EpochTime': String(Math.floor(world.clock.now() / 1000)),
    'aws:RequestedRegion': 'us-east-1',
  };
  return Object.entries(entries).map(([ContextKeyName, value]) => ({ ContextKeyName, ContextKeyValues: [value] }));
}

test('the simulator decides as the server does, for whatever policy', { timeout: 0 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 4 }),
      fc.shuffledSubarray([...tried], { minLength: 6, maxLength: 6 }),
      async (Statement, some: Operation[]) => {
        const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
        await world.ana.call(PutUserPolicy, { UserName: 'eve', PolicyName: 'drawn', PolicyDocument });
        const { EvaluationResults } = await world.ana.call(SimulatePrincipalPolicy, {
          PolicySourceArn: `arn:aws:iam::${acme}:user/eve`,
          ActionNames: some.map(({ name }) => `chime:${name}`),
          ContextEntries: contextEntries(),
        });
        for (const [index, operation] of some.entries()) {
          const { status, body } = await eve.attempt(operation, exampleOf(operation), { dryRun: true });
          const decided = status !== 403 ? 'allowed' : body.includes('with an explicit deny') ? 'explicitDeny' : 'implicitDeny';
          expect([operation.name, EvaluationResults[index]?.EvalDecision]).toEqual([operation.name, decided]);
        }
      },
    ),
    { seed, numRuns },
  );
});
