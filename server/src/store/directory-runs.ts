import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** A synchronisation of an account with its directory. */
export type DirectoryRunRow = Tables['directory_runs'];

/** Finished runs that are kept per account. */
const runsKeptMax = 50;

/** What a new run is about. */
type NewRun = Pick<DirectoryRunRow, 'id' | 'aws_account_id' | 'account_id' | 'directory_id' | 'kind' | 'requested_at'>;

/** Queues a run; answers false if the account has one that is not finished. */
export async function insertRun(tx: Tx, run: NewRun): Promise<boolean> {
  const inserted = (await tx.run(insertRunRow, run)) === 1;
  if (inserted) await tx.run(deleteOldRuns, { accountId: run.account_id, kept: runsKeptMax });
  return inserted;
}

const insertRunRow = statement<NewRun>('insertDirectoryRun', (sql, param) =>
  sql
    .insertInto('directory_runs')
    .values({
      id: param('id'),
      aws_account_id: param('aws_account_id'),
      account_id: param('account_id'),
      directory_id: param('directory_id'),
      kind: param('kind'),
      state: 'Queued',
      step: 'read',
      change_cursor: null,
      lease_owner: '',
      lease_until: 0,
      actions_planned: 0,
      actions_done: 0,
      users_seen: 0,
      users_added: 0,
      users_updated: 0,
      users_suspended: 0,
      suspensions_planned: 0,
      suspensions_approved: 0,
      message: null,
      requested_at: param('requested_at'),
      started_at: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const deleteOldRuns = statement<{ accountId: string; kept: number }>('deleteOldDirectoryRuns', (sql, param) =>
  sql
    .deleteFrom('directory_runs')
    .where('account_id', '=', param('accountId'))
    .where('finished_at', 'is not', null)
    .where('id', 'not in', (nested) =>
      nested
        .selectFrom('directory_runs')
        .select('id')
        .where('account_id', '=', param('accountId'))
        .orderBy('requested_at', 'desc')
        .orderBy('id', 'desc')
        .limit(param('kept')),
    ),
);

/** The newest run of each of these accounts. */
export async function findNewestRuns(tx: Tx, accountIds: readonly string[]): Promise<ReadonlyMap<string, DirectoryRunRow>> {
  const newest = new Map<string, DirectoryRunRow>();
  for (const accountId of accountIds) {
    const [run] = await listRuns(tx, accountId, 1);
    if (run) newest.set(accountId, run);
  }
  return newest;
}

/** The account's runs, the newest first. */
export async function listRuns(tx: Tx, accountId: string, limit: number): Promise<DirectoryRunRow[]> {
  return tx.all(selectRuns, { accountId, limit });
}

const selectRuns = statement<{ accountId: string; limit: number }, DirectoryRunRow>('selectDirectoryRuns', (sql, param) =>
  sql
    .selectFrom('directory_runs')
    .selectAll()
    .where('account_id', '=', param('accountId'))
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .limit(param('limit')),
);

/** The account's run that is not finished, undefined if there is none. */
export async function findOpenRun(tx: Tx, accountId: string): Promise<DirectoryRunRow | undefined> {
  return tx.first(selectOpenRun, { accountId });
}

const selectOpenRun = statement<{ accountId: string }, DirectoryRunRow>('selectOpenDirectoryRun', (sql, param) =>
  sql.selectFrom('directory_runs').selectAll().where('account_id', '=', param('accountId')).where('finished_at', 'is', null),
);

interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
}

/**
 * Takes an unfinished run that nobody works on: a queued one, one whose process has died, or one that awaits approval and
 * is to be looked at again. Where several processes ask at once, one gets it. Undefined = there is none.
 */
export async function claimRun(tx: Tx, claim: Claim): Promise<DirectoryRunRow | undefined> {
  for (const { id } of await tx.all(selectClaimable, { now: claim.now })) {
    const run = await tx.first(takeRun, { ...claim, id });
    if (run) return run;
  }
  return undefined;
}

/** Runs that are tried to be taken in one go: others may be faster for some of them. */
const claimableMax = 20;

const selectClaimable = statement<{ now: number }, { id: string }>('selectClaimableDirectoryRuns', (sql, param) =>
  sql
    .selectFrom('directory_runs')
    .select('id')
    .where('finished_at', 'is', null)
    .where('lease_until', '<=', param('now'))
    .orderBy('requested_at')
    .limit(claimableMax),
);

const takeRun = statement<Claim & { id: string }, DirectoryRunRow>('takeDirectoryRun', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set(({ fn }) => ({
      state: 'Running' as const,
      step: 'read' as const,
      lease_owner: param('owner'),
      lease_until: param('leaseUntil'),
      started_at: fn.coalesce('started_at', param('now')),
    }))
    .where('id', '=', param('id'))
    .where('finished_at', 'is', null)
    .where('lease_until', '<=', param('now'))
    .returningAll(),
);

/** What a process adds to the run it works on. Counts are added to those there are. */
export interface RunProgress {
  readonly id: string;
  readonly owner: string;
  readonly leaseUntil: number;
  readonly step: DirectoryRunRow['step'];
  readonly done: number;
  readonly added: number;
  readonly updated: number;
  readonly suspended: number;
}

/**
 * Records progress, in the transaction of the work itself, so that the two are never apart. Answers false if the run is
 * another process's by now, or over: then the transaction must not commit.
 */
export async function recordProgress(tx: Tx, progress: RunProgress): Promise<boolean> {
  return (await tx.run(updateProgress, progress)) === 1;
}

const updateProgress = statement<RunProgress>('updateDirectoryRunProgress', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set(({ eb }) => ({
      step: param('step'),
      lease_until: param('leaseUntil'),
      actions_done: eb('actions_done', '+', param('done')),
      users_added: eb('users_added', '+', param('added')),
      users_updated: eb('users_updated', '+', param('updated')),
      users_suspended: eb('users_suspended', '+', param('suspended')),
    }))
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner'))
    .where('finished_at', 'is', null),
);

/** What reading and planning found out. */
export interface RunPlan {
  readonly id: string;
  readonly owner: string;
  /** What was read in the end: a delta may have become a full one. */
  readonly kind: DirectoryRunRow['kind'];
  readonly usersSeen: number;
  /** Actions that are left, besides those done before. */
  readonly planned: number;
  readonly suspensions: number;
  readonly cursor: string | null;
  readonly message: string | null;
}

/** Answers false if the run is another process's by now. */
export async function recordPlan(tx: Tx, plan: RunPlan): Promise<boolean> {
  return (await tx.run(updatePlan, plan)) === 1;
}

const updatePlan = statement<RunPlan>('updateDirectoryRunPlan', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set(({ eb }) => ({
      kind: param('kind'),
      users_seen: param('usersSeen'),
      actions_planned: eb('actions_done', '+', param('planned')),
      suspensions_planned: param('suspensions'),
      change_cursor: param('cursor'),
      message: param('message'),
    }))
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner'))
    .where('finished_at', 'is', null),
);

interface Outcome {
  readonly id: string;
  readonly owner: string;
  readonly state: 'Succeeded' | 'Failed';
  /** Absent = as it is. */
  readonly step?: DirectoryRunRow['step'];
  /** Absent = as it is. */
  readonly message?: string;
  readonly now: number;
}

/** Ends the run. Answers false if it is another process's by now. */
export async function finishRun(tx: Tx, outcome: Outcome): Promise<boolean> {
  return (await tx.run(updateFinished, { ...outcome, step: outcome.step ?? null, message: outcome.message ?? null })) === 1;
}

type Finish = Omit<Outcome, 'step' | 'message'> & { step: DirectoryRunRow['step'] | null; message: string | null };

const updateFinished = statement<Finish>('finishDirectoryRun', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set(({ fn }) => ({
      state: param('state'),
      step: fn.coalesce(param('step'), 'step'),
      message: fn.coalesce(param('message'), 'message'),
      finished_at: param('now'),
      lease_owner: '',
      lease_until: 0,
    }))
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner'))
    .where('finished_at', 'is', null),
);

/** The run stops and asks. @param until when it looks again whether it still has to */
export async function awaitApproval(tx: Tx, run: { id: string; owner: string; until: number; message: string }): Promise<void> {
  await tx.run(updateAwaiting, run);
}

const updateAwaiting = statement<{ id: string; owner: string; until: number; message: string }>('awaitDirectoryRunApproval', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set({ state: 'AwaitingApproval', lease_owner: '', lease_until: param('until'), message: param('message') })
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner')),
);

/** Lets a run that asks suspend as many users as it asked for, at once; answers how many, undefined if it does not ask any more. */
export async function approveRun(tx: Tx, id: string): Promise<number | undefined> {
  return (await tx.first(updateApproved, { id }))?.suspensions_approved;
}

const updateApproved = statement<{ id: string }, { suspensions_approved: number }>('approveDirectoryRun', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set(({ ref }) => ({ state: 'Queued' as const, suspensions_approved: ref('suspensions_planned'), lease_until: 0 }))
    .where('id', '=', param('id'))
    .where('state', '=', 'AwaitingApproval')
    .returning('suspensions_approved'),
);

/** Ends the account's open run, whoever works on it, because its directory is no longer connected. */
export async function closeRunsOf(tx: Tx, accountId: string, now: number): Promise<void> {
  await tx.run(updateClosed, { accountId, now });
}

const updateClosed = statement<{ accountId: string; now: number }>('closeDirectoryRuns', (sql, param) =>
  sql
    .updateTable('directory_runs')
    .set({ state: 'Failed', message: 'The directory was disconnected.', finished_at: param('now'), lease_owner: '', lease_until: 0 })
    .where('account_id', '=', param('accountId'))
    .where('finished_at', 'is', null),
);
