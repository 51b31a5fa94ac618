import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Makes the job known, due at once, unless it is known already. */
export async function registerJob(tx: Tx, name: string, now: number): Promise<void> {
  await tx.run(insertJob, { name, now });
}

const insertJob = statement<{ name: string; now: number }>('insertJob', (sql, param) =>
  sql
    .insertInto('jobs')
    .values({
      name: param('name'),
      lease_until: 0,
      lease_owner: '',
      next_run_at: param('now'),
      failures: 0,
      started_at: null,
      finished_at: null,
      count: 0,
      error: null,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

interface Claim {
  readonly name: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** Run even though it is not due. */
  readonly force: boolean;
}

/** Takes the job's lease if it is due and free. Answers how often it failed in a row, undefined if it was not taken. */
export async function claimJob(tx: Tx, { force, ...claim }: Claim): Promise<number | undefined> {
  const rows = await tx.all(takeLease, { ...claim, due: force ? Number.MAX_SAFE_INTEGER : claim.now });
  return rows[0]?.failures;
}

const takeLease = statement<Omit<Claim, 'force'> & { due: number }, { failures: number }>('takeLease', (sql, param) =>
  sql
    .updateTable('jobs')
    .set({ lease_until: param('leaseUntil'), lease_owner: param('owner'), started_at: param('now') })
    .where('name', '=', param('name'))
    .where('lease_until', '<=', param('now'))
    .where('next_run_at', '<=', param('due'))
    .returning('failures'),
);

interface Renewal {
  readonly name: string;
  readonly owner: string;
  readonly leaseUntil: number;
}

/** Keeps the lease of a run under way; answers whether it was still this owner's. */
export async function renewJob(tx: Tx, renewal: Renewal): Promise<boolean> {
  return (await tx.run(renewLease, renewal)) === 1;
}

const renewLease = statement<Renewal>('renewLease', (sql, param) =>
  sql
    .updateTable('jobs')
    .set({ lease_until: param('leaseUntil') })
    .where('name', '=', param('name'))
    .where('lease_owner', '=', param('owner'))
    .where('lease_until', '>', 0),
);

interface Finish {
  readonly name: string;
  readonly owner: string;
  readonly finishedAt: number;
  readonly nextRunAt: number;
  readonly failures: number;
  readonly count: number;
  readonly error: string | null;
}

/** Records the run and frees the lease, unless another process took it over in the meantime. */
export async function finishJob(tx: Tx, finish: Finish): Promise<void> {
  await tx.run(recordRun, finish);
}

const recordRun = statement<Finish>('recordRun', (sql, param) =>
  sql
    .updateTable('jobs')
    .set({
      lease_until: 0,
      finished_at: param('finishedAt'),
      next_run_at: param('nextRunAt'),
      failures: param('failures'),
      count: param('count'),
      error: param('error'),
    })
    .where('name', '=', param('name'))
    .where('lease_owner', '=', param('owner')),
);

/** Makes the job due at once: whichever process looks next runs it, or runs it again once the run under way has ended. undefined = there is no such job. */
export async function makeDue(tx: Tx, name: string, now: number): Promise<Tables['jobs'] | undefined> {
  return tx.first(updateDue, { name, now });
}

const updateDue = statement<{ name: string; now: number }, Tables['jobs']>('makeJobDue', (sql, param) =>
  sql
    .updateTable('jobs')
    .set({ next_run_at: param('now') })
    .where('name', '=', param('name'))
    .returningAll(),
);
