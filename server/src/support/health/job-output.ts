import type { z } from 'zod';
import { toWireDate } from '../../iam/wire.ts';
import type { BackgroundJob, BackgroundRun } from '../../shapes/server-health.ts';
import type { BackgroundRun as Run } from '../../store/background-runs.ts';
import type { Tables } from '../../store/schema.ts';
import { mask } from '../mask.ts';

/** A job as the wire shows it. @param isShared several AWS accounts use the installation, and may be what an error is about */
export function toBackgroundJob(row: Tables['jobs'], now: number, isShared: boolean): z.input<typeof BackgroundJob> {
  return {
    JobName: row.name,
    State: row.lease_until > now ? 'Running' : row.failures > 0 ? 'Failing' : 'Waiting',
    FailuresInARow: row.failures,
    NextRunDate: toWireDate(row.next_run_at),
    LastStartDate: toDate(row.started_at),
    LastEndDate: toDate(row.finished_at),
    LastCount: row.count,
    Error: row.error === null ? undefined : isShared ? mask(row.error) : row.error,
  };
}

/** A run as the wire shows it. */
export function toBackgroundRun(run: Run): z.input<typeof BackgroundRun> {
  return {
    RunId: run.id,
    Kind: run.kind,
    AccountId: run.accountId,
    State: run.state,
    Done: run.done,
    Total: run.total,
    RequestDate: toWireDate(run.requestedAt),
    EndDate: toDate(run.finishedAt ?? null),
    Message: run.message,
  };
}

function toDate(time: number | null): string | undefined {
  return time === null ? undefined : toWireDate(time);
}
