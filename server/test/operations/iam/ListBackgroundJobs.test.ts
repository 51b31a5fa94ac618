import { afterAll, beforeAll, expect, test } from 'vitest';
import { StartPolicyGeneration } from '../../../src/operations/access-analyzer/StartPolicyGeneration.ts';
import { ListBackgroundJobs } from '../../../src/operations/iam/ListBackgroundJobs.ts';
import { claimJob, finishJob, registerJob } from '../../../src/store/jobs.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const now = world.clock.now();
  await world.database.write('', async (tx) => {
    for (const name of ['check-domains', 'forget-mail', 'send-mail']) await registerJob(tx, name, now);
    for (const name of ['check-domains', 'send-mail'])
      await claimJob(tx, { name, owner: 'one', now, leaseUntil: now + 60_000, force: false });
    const failed = { nextRunAt: now + 1_000, failures: 3, count: 0, error: 'connect ECONNREFUSED mail.example.com:25' };
    await finishJob(tx, { name: 'send-mail', owner: 'one', finishedAt: now, ...failed });
  });
});
afterAll(() => world.close());

test('the operator sees what each job does, and of errors the gist where others use the installation, too', async () => {
  expect((await world.ana.call(ListBackgroundJobs, {})).Jobs).toMatchObject([
    { JobName: 'check-domains', State: 'Running', LastStartDate: '2026-06-01T12:00:00Z' },
    { JobName: 'forget-mail', State: 'Waiting', NextRunDate: '2026-06-01T12:00:00Z' },
    {
      JobName: 'send-mail',
      State: 'Failing',
      FailuresInARow: 3,
      NextRunDate: '2026-06-01T12:00:01Z',
      Error: 'connect ECONNREFUSED <name>',
    },
  ]);
});

test('another AWS account sees its own long work, and why nothing else', async () => {
  await world.gil.call(StartPolicyGeneration, {
    policyGenerationDetails: { principalArn: 'arn:aws:iam::222222222222:user/admin' },
  });
  const { Jobs, Runs, DetailsWithheld } = await world.gil.call(ListBackgroundJobs, {});
  expect(Jobs).toEqual([]);
  expect(DetailsWithheld).toContain('several AWS accounts');
  expect(Runs).toMatchObject([{ Kind: 'PolicyGeneration', State: 'Running', Message: 'arn:aws:iam::222222222222:user/admin' }]);
  expect((await world.ana.call(ListBackgroundJobs, {})).Runs).toEqual([]);
});

test('is not for those who only read Chime', async () => {
  await expect(world.bo.call(ListBackgroundJobs, {})).rejects.toMatchObject({ status: 403 });
});
