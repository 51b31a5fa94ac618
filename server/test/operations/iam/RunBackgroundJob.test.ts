import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunBackgroundJob } from '../../../src/operations/iam/RunBackgroundJob.ts';
import { claimJob, finishJob, registerJob } from '../../../src/store/jobs.ts';
import { createWorld, type World } from '../../support/world.ts';

const JobName = 'send-mail';
let world: World;
beforeAll(async () => {
  world = await createWorld();
  const now = world.clock.now();
  await world.database.write('', async (tx) => {
    await registerJob(tx, JobName, now);
    await claimJob(tx, { name: JobName, owner: 'one', now, leaseUntil: now + 60_000, force: false });
    await finishJob(tx, { name: JobName, owner: 'one', finishedAt: now, nextRunAt: now + 600_000, failures: 9, count: 0, error: 'away' });
  });
});
afterAll(() => world.close());

const take = () =>
  world.database.write('', (tx) =>
    claimJob(tx, { name: JobName, owner: 'two', now: world.clock.now(), leaseUntil: world.clock.now() + 1, force: false }),
  );

test('a job that waits after a failure is due at once, whichever process takes it; a rehearsal changes nothing', async () => {
  await world.ana.call(RunBackgroundJob, { JobName }, { dryRun: true });
  expect(await take()).toBeUndefined();
  expect(await world.ana.call(RunBackgroundJob, { JobName })).toMatchObject({
    Job: { State: 'Failing', NextRunDate: '2026-06-01T12:00:00Z' },
  });
  expect(await take()).toBe(9);
});

test('a job that is none is not found', async () => {
  await expect(world.ana.call(RunBackgroundJob, { JobName: 'make-coffee' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});

test('only the operator’s AWS account runs jobs, and only whoever may', async () => {
  await expect(world.gil.call(RunBackgroundJob, { JobName })).rejects.toMatchObject({ status: 400, code: 'UnmodifiableEntity' });
  await expect(world.bo.call(RunBackgroundJob, { JobName })).rejects.toMatchObject({ status: 403 });
});
