import { messageOf } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { claimJob, finishJob, registerJob, renewJob } from '../store/jobs.ts';
import type { Job } from './job.ts';

/** Runs the jobs of this process, sharing them with the other processes on the same database. */
export interface Runner {
  start(): void;
  /** Runs a job as soon as possible instead of at its next interval. */
  nudge(name: string): void;
  /** Starts no more runs, and waits for those under way. */
  stop(): Promise<void>;
}

interface Surroundings {
  now(): number;
  newId(): string;
}

interface Log {
  error(detail: object, message: string): void;
}

/** How often the runner looks for jobs that are due. */
const tickMs = 5_000;
/** How long a process may be silent before another one takes its job over, and how often it says that it is alive. */
const silenceMaxMs = 30_000;
const renewalMs = 10_000;
const backoffMinMs = 1_000;
const backoffMaxMs = 10 * 60_000;

export function createRunner(database: Database, jobs: readonly Job[], { now, newId }: Surroundings, log: Log): Runner {
  const owner = newId();
  const nudged = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const running = new Map<string, Promise<void>>();

  const runOne = async (job: Job): Promise<void> => {
    const startedAt = now();
    const lease = () => ({ name: job.name, owner, leaseUntil: Math.min(now() + silenceMaxMs, startedAt + job.leaseMs) });
    const claim = { ...lease(), now: startedAt, force: nudged.delete(job.name) };
    const failures = await database.write('', (tx) => claimJob(tx, claim));
    if (failures === undefined) return;
    // Failing is no matter: the next turn renews, or another process takes over.
    const renew = (): unknown => database.write('', (tx) => renewJob(tx, lease())).catch(() => undefined);
    const renewal = setInterval(renew, renewalMs);
    const finish = await job.run({ database, now: startedAt }).then(
      (count) => ({ nextRunAt: now() + job.intervalMs, failures: 0, count, error: null }),
      (error: unknown) => {
        log.error({ err: error, job: job.name }, 'A job failed; it will be tried again.');
        const backoffMs = Math.min(backoffMaxMs, backoffMinMs * 2 ** failures);
        return { nextRunAt: now() + backoffMs, failures: failures + 1, count: 0, error: messageOf(error) };
      },
    );
    clearInterval(renewal);
    await database.write('', (tx) => finishJob(tx, { name: job.name, owner, finishedAt: now(), ...finish }));
  };

  const tryOne = async (job: Job): Promise<void> => {
    try {
      await runOne(job);
    } catch (error) {
      log.error({ err: error, job: job.name }, 'The database did not let a job start or finish; the next tick tries again.');
    }
  };
  /** Jobs do not wait for each other; one that is nudged while it runs goes again. */
  const begin = async (job: Job): Promise<void> => {
    await tryOne(job);
    running.delete(job.name);
    if (nudged.has(job.name)) wake();
  };
  const wake = (): void => {
    if (!timer) return;
    for (const job of jobs) if (!running.has(job.name)) running.set(job.name, begin(job));
  };

  return {
    start() {
      timer = setInterval(wake, tickMs);
      database
        .write('', async (tx) => {
          for (const job of jobs) await registerJob(tx, job.name, now());
        })
        .then(wake, (error: unknown) => log.error({ err: error }, 'Jobs could not be registered; the next start tries again.'));
    },
    nudge(name) {
      nudged.add(name);
      wake();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await Promise.all(running.values());
    },
  };
}
