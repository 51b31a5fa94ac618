import { randomUUIDv7 } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { createRunner } from '../../src/jobs/runner.ts';
import { createTestDatabase } from '../support/database.ts';

const store = await createTestDatabase();
afterAll(() => store.remove());

const noLog = { error: () => undefined };
const machine = { now: () => Date.now(), newId: () => randomUUIDv7() };

/** A job that says when it began, and ends when it is told to. */
function slowJob(name: string): { job: Job; began: Promise<void>[]; end: (() => void)[]; runs(): number } {
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ends = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let runs = 0;
  const job: Job = {
    name,
    intervalMs: 60 * 60_000,
    leaseMs: 60_000,
    async run() {
      const turn = runs++;
      begun[turn]?.resolve();
      await ends[turn]?.promise;
      return 1;
    },
  };
  return { job, began: begun.map(({ promise }) => promise), end: ends.map(({ resolve }) => resolve), runs: () => runs };
}

test('a job that takes its time does not keep the others waiting', async () => {
  const slow = slowJob('slow');
  const quick = slowJob('quick');
  const runner = createRunner(store.database, [slow.job, quick.job], machine, noLog);
  runner.start();
  await Promise.all([slow.began[0], quick.began[0]]);
  slow.end[0]?.();
  quick.end[0]?.();
  await runner.stop();
});

test('a job that is nudged while it runs goes once more when it is done', async () => {
  const { job, began, end, runs } = slowJob('nudged');
  const runner = createRunner(store.database, [job], machine, noLog);
  runner.start();
  await began[0];
  runner.nudge('nudged');
  runner.nudge('nudged');
  expect(runs()).toBe(1);
  end[0]?.();
  await began[1];
  end[1]?.();
  await runner.stop();
  expect(runs()).toBe(2);
});

test('a runner that stops waits for what is under way and starts nothing more', async () => {
  const { job, began, end, runs } = slowJob('stopping');
  const runner = createRunner(store.database, [job], machine, noLog);
  runner.start();
  await began[0];
  const stopped = runner.stop();
  runner.nudge('stopping');
  end[0]?.();
  await stopped;
  expect(runs()).toBe(1);
});
