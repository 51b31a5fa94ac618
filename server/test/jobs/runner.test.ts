import { randomUUIDv7 } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { createRunner } from '../../src/jobs/runner.ts';
import { claimJob, registerJob } from '../../src/store/jobs.ts';
import { freeLeases } from '../../src/store/leases.ts';
import { createTestDatabase } from '../support/database.ts';

const store = await createTestDatabase();
afterAll(() => store.remove());

const noLog = { error: () => undefined };
const machine = { now: () => Date.now(), newId: () => randomUUIDv7() };

async function leaseOf(name: string): Promise<number | undefined> {
  const rows = await store.database.read('', (tx) => tx.query(tx.sql.selectFrom('jobs').select('lease_until').where('name', '=', name)));
  return rows[0]?.lease_until;
}

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

test('a process that falls silent loses its job within half a minute, and one that is alive keeps it', async () => {
  let time = 1_000_000;
  const clock = { ...machine, now: () => time };
  const { job, began, end, runs } = slowJob('silent');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const first = createRunner(store.database, [job], clock, noLog);
  const second = createRunner(store.database, [job], clock, noLog);
  first.start();
  await began[0];
  expect(await leaseOf('silent')).toBe(time + 30_000);
  time += 20_000;
  vi.advanceTimersByTime(10_000);
  await vi.waitFor(async () => expect(await leaseOf('silent')).toBe(time + 30_000));
  // From here on nothing is heard of the first one.
  vi.clearAllTimers();
  time += 30_000;
  second.start();
  await began[1];
  expect(runs()).toBe(2);
  end[0]?.();
  end[1]?.();
  await Promise.all([first.stop(), second.stop()]);
  vi.useRealTimers();
});

test('however alive it is, a run that takes longer than it may loses its job', async () => {
  let time = 1_000_000;
  const { job, began, end } = slowJob('endless');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const runner = createRunner(store.database, [job], { ...machine, now: () => time }, noLog);
  runner.start();
  await began[0];
  time += 50_000;
  vi.advanceTimersByTime(10_000);
  await vi.waitFor(async () => expect(await leaseOf('endless')).toBe(1_000_000 + job.leaseMs));
  end[0]?.();
  await runner.stop();
  vi.useRealTimers();
});

test('the only process on the data takes up at once what a dead one was at', async () => {
  const now = Date.now();
  await store.database.write('', async (tx) => {
    await registerJob(tx, 'held', now);
    await claimJob(tx, { name: 'held', owner: 'dead', now, leaseUntil: now + 300_000, force: true });
    expect(await claimJob(tx, { name: 'held', owner: 'alive', now, leaseUntil: now + 300_000, force: true })).toBeUndefined();
    await freeLeases(tx);
    expect(await claimJob(tx, { name: 'held', owner: 'alive', now, leaseUntil: now + 300_000, force: true })).toBe(0);
  });
});
