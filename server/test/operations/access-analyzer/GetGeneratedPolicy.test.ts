import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { generatePolicies } from '../../../src/jobs/generate-policies.ts';
import { GetGeneratedPolicy } from '../../../src/operations/access-analyzer/GetGeneratedPolicy.ts';
import { StartPolicyGeneration } from '../../../src/operations/access-analyzer/StartPolicyGeneration.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { appendAuditEvents } from '../../../src/store/audit.ts';
import type { Database } from '../../../src/store/database.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'own', PolicyDocument: allow('iam:GetUser') });
});
afterAll(() => world.close());

const bo = `arn:aws:iam::${acme}:user/bo`;
const Policy = z.object({ Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown(), Condition: z.unknown() })) });

async function start(more: object = {}): Promise<string> {
  return (await world.ana.call(StartPolicyGeneration, { policyGenerationDetails: { principalArn: bo }, ...more })).jobId;
}
const run = (database: Database = world.database): Promise<number> => generatePolicies.run({ database, now: world.clock.now() });
const statementsOf = async (jobId: string) => {
  const { jobDetails, generatedPolicyResult } = await world.ana.call(GetGeneratedPolicy, { jobId });
  expect(jobDetails.status).toBe('SUCCEEDED');
  return (generatedPolicyResult.generatedPolicies ?? []).flatMap(({ policy }) => Policy.parse(JSON.parse(policy)).Statement);
};

test('the policy is what the principal did, and nothing else', async () => {
  await world.bo.call(ListAccounts, {});
  await world.bo.call(GetUser, {});
  await world.bo.attempt(PutUserPolicy, { UserName: 'bo', PolicyName: 'own', PolicyDocument: allow('*') });
  await world.door.services.trail.flush();
  const jobId = await start();
  world.clock.advance(1_000);
  await run();
  const { jobDetails, generatedPolicyResult } = await world.ana.call(GetGeneratedPolicy, { jobId });
  expect(jobDetails).toMatchObject({ status: 'SUCCEEDED', completedOn: '2026-06-01T12:00:01.000Z' });
  expect(generatedPolicyResult.properties).toMatchObject({ isComplete: true, principalArn: bo });
  const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.7/32' } };
  expect(await statementsOf(jobId)).toEqual([
    { Action: 'chime:ListAccounts', Resource: '*', Condition },
    { Action: 'iam:GetUser', Resource: bo, Condition },
  ]);
});

test('only the regions that are asked for count', async () => {
  const details = { accessRole: `arn:aws:iam::${acme}:role/reader`, startTime: '2026-05-01T00:00:00Z' };
  const of = (regions: string[]) =>
    start({
      cloudTrailDetails: { ...details, trails: [{ cloudTrailArn: `arn:aws:cloudtrail:us-east-1:${acme}:trail/main`, regions }] },
    });
  const [here, elsewhere] = [await of(['us-east-1']), await of(['eu-west-1'])];
  await run();
  expect(await statementsOf(here)).toHaveLength(2);
  expect(await statementsOf(elsewhere)).toEqual([]);
});

test('a job of another AWS account, and one that never was, cannot be found', async () => {
  const jobId = await start();
  await expect(world.gil.call(GetGeneratedPolicy, { jobId })).rejects.toMatchObject({ status: 400 });
  await expect(world.ana.call(GetGeneratedPolicy, { jobId: 'none' })).rejects.toMatchObject({ status: 400 });
  await run();
});

describe('with many events', () => {
  const events = 1_200;
  const names = ['GetUser', 'ListUsers', 'ListAccounts'];

  beforeAll(async () => {
    const [row] = await world.database.read(acme, (tx) => tx.query(tx.sql.selectFrom('iam_users').select('id').where('name', '=', 'bo')));
    const records = Array.from({ length: events }, (_, index) => {
      const time = world.clock.now() + index;
      const eventName = names[Math.floor((index * names.length) / events)] ?? '';
      const id = `event-${index}`;
      const userIdentity = { principalId: row?.id ?? '', userName: 'bo' };
      const event = {
        eventID: id,
        eventSource: 'chime.amazonaws.com',
        eventName,
        readOnly: true,
        sourceIPAddress: '203.0.113.7',
        userIdentity,
        requestParameters: null,
        responseElements: null,
      };
      return {
        id,
        time,
        eventName,
        eventSource: event.eventSource,
        userName: 'bo',
        entityId: row?.id ?? '',
        accessKeyId: undefined,
        readOnly: true,
        errorCode: undefined,
        requestParameters: undefined,
        responseElements: undefined,
        event: JSON.stringify(event),
      };
    });
    await world.database.write(acme, (tx) => appendAuditEvents(tx, records));
    world.clock.advance(events);
  });

  test('a run that a crash cut off goes on where it was, and finds the same', async () => {
    const whole = await start();
    const inOneGo = await run();
    const resumed = await start();
    let writes = 0;
    const dying: Database = {
      ...world.database,
      write: async (account, work) => {
        writes += 1;
        if (writes > 1) throw new Error('The process ends here.');
        return world.database.write(account, work);
      },
    };
    await expect(run(dying)).rejects.toThrow('The process ends here.');
    expect((await world.ana.call(GetGeneratedPolicy, { jobId: resumed })).jobDetails.status).toBe('IN_PROGRESS');
    expect(await run()).toBe(inOneGo - 500);
    expect(await statementsOf(resumed)).toEqual(await statementsOf(whole));
    expect((await statementsOf(resumed)).map(({ Action }) => Action)).toContainEqual([
      'chime:GetUser',
      'chime:ListAccounts',
      'chime:ListUsers',
    ]);
  });
});
