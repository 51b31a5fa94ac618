import { toTimestamp } from '../shapes/timestamp.ts';
import type { Tx } from '../store/database.ts';
import { countRows, findSchemaVersion, listFailures, listJobStates } from '../store/diagnostics.ts';
import { mask } from './mask.ts';

/** What the program says of itself. */
export interface Build {
  readonly version: string;
  readonly engine: 'sqlite' | 'postgres';
}

/** How the installation fares, as far as it can be told without names, addresses, texts of people or secrets. */
export type Diagnostics = Readonly<Record<string, unknown>>;

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
