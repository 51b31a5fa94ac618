import { toTimestamp } from '../shapes/timestamp.ts';
import type { Tx } from '../store/database.ts';
import { countRows, findSchemaVersion, listFailures, listJobStates } from '../store/diagnostics.ts';
import { mask } from './mask.ts';

/** What the program says of itself. */
export interface Build {
  readonly version: string;
  readonly engine: 'sqlite' | 'postgres';
}

/** What a job last did, or is doing. */
interface JobState {
  readonly name: string;
  readonly running: boolean;
  readonly failuresInARow: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly nextRunAt: string | null;
  readonly count: unknown;
  readonly error: string | null;
}

/** How the installation fares, as far as it can be told without names, addresses, texts of people or secrets. */
export interface Diagnostics {
  readonly at: string;
  readonly schemaVersion: string;
  readonly counts: unknown;
  readonly jobs: readonly JobState[];
  readonly failures: unknown;
}

const withheld = '<withheld>';

/** The same without what tells one tenant of others: how much there is of them, and what went wrong with it. */
export function withholdTenants(diagnostics: Diagnostics): Diagnostics {
  const jobs = diagnostics.jobs.map((job) => ({ ...job, count: withheld, error: job.error === null ? null : withheld }));
  return { ...diagnostics, counts: withheld, jobs, failures: withheld };
}

/** Reads how the installation fares. It counts, so call it where no transaction waits. */
export async function readDiagnostics(tx: Tx, now: number): Promise<Diagnostics> {
  const jobs = await listJobStates(tx);
  const failures = await listFailures(tx);
  return {
    at: toTimestamp(now),
    schemaVersion: await findSchemaVersion(tx),
    counts: await countRows(tx),
    jobs: jobs.map(({ name, lease_until, next_run_at, failures: inARow, started_at, finished_at, count, error }) => ({
      name,
      running: lease_until > now,
      failuresInARow: inARow,
      startedAt: toTime(started_at),
      finishedAt: toTime(finished_at),
      nextRunAt: toTime(next_run_at),
      count,
      error: error === null ? null : mask(error),
    })),
    failures: failures.map(({ what, at, error }) => ({ what, at: toTime(at), error: error === null ? null : mask(error) })),
  };
}

function toTime(time: number | null): string | null {
  return time === null ? null : toTimestamp(time);
}
