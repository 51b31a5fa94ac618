import type { Database } from '../store/database.ts';
import { claimJob, finishJob, registerJob } from '../store/jobs.ts';
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
const backoffMinMs = 1_000;
const backoffMaxMs = 10 * 60_000;

export function createRunner(database: Database, jobs: readonly Job[], { now, newId }: Surroundings, log: Log): Runner {
  const owner = newId();
  const nudged = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const runOne = async (job: Job): Promise<void> => {
    const startedAt = now();
    const claim = { name: job.name, owner, now: startedAt, leaseUntil: startedAt + job.leaseMs, force: nudged.delete(job.name) };
    const failures = await database.write('', (tx) => claimJob(tx, claim));
    if (failures === undefined) return;
    const outcome = await job.run({ database, now: startedAt }).then(
      (count) => ({ count, error: undefined }),
      (error: unknown) => ({ count: 0, error }),
    );
    if (outcome.error !== undefined) log.error({ err: outcome.error, job: job.name }, 'A job failed; it will be tried again.');
    await database.write('', (tx) =>
      finishJob(tx, {
        name: job.name,
        owner,
        finishedAt: now(),
        nextRunAt: now() + (outcome.error === undefined ? job.intervalMs : Math.min(backoffMaxMs, backoffMinMs * 2 ** failures)),
        failures: outcome.error === undefined ? 0 : failures + 1,
        count: outcome.count,
        error: outcome.error === undefined ? null : describe(outcome.error),
      }),
    );
  };

  const tick = async (): Promise<void> => {
    for (const job of jobs) {
      try {
        await runOne(job);
      } catch (error) {
        log.error({ err: error, job: job.name }, 'The database did not let a job start or finish; the next tick tries again.');
      }
    }
  };
  const wake = (): void => {
    if (timer) running ??= tick().finally(() => (running = undefined));
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
      await running;
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
