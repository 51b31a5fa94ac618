import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatePolicies } from '../../../src/jobs/generate-policies.ts';
import { CancelPolicyGeneration } from '../../../src/operations/access-analyzer/CancelPolicyGeneration.ts';
import { GetGeneratedPolicy } from '../../../src/operations/access-analyzer/GetGeneratedPolicy.ts';
import { StartPolicyGeneration } from '../../../src/operations/access-analyzer/StartPolicyGeneration.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const start = async (): Promise<string> => {
  const input = { policyGenerationDetails: { principalArn: `arn:aws:iam::${acme}:user/bo` } };
  return (await world.ana.call(StartPolicyGeneration, input)).jobId;
};
const statusOf = async (jobId: string) => (await world.ana.call(GetGeneratedPolicy, { jobId })).jobDetails.status;
const run = () => generatePolicies.run({ database: world.database, now: world.clock.now() });

test('a cancelled job is not carried out, and cancelling it again changes nothing', async () => {
  const jobId = await start();
  for (let count = 0; count < 2; count += 1) await world.ana.call(CancelPolicyGeneration, { jobId });
  await run();
  expect(await statusOf(jobId)).toBe('CANCELED');
});

test('a job that is done stays done', async () => {
  const jobId = await start();
  await run();
  await world.ana.call(CancelPolicyGeneration, { jobId });
  expect(await statusOf(jobId)).toBe('SUCCEEDED');
});

test('a job of another AWS account cannot be found', async () => {
  const jobId = await start();
  await expect(world.gil.call(CancelPolicyGeneration, { jobId })).rejects.toMatchObject({ status: 400 });
  expect(await statusOf(jobId)).toBe('IN_PROGRESS');
});
