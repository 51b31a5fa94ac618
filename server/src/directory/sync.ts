import type { Outgoing } from '../net/outgoing.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { findConnection, listDueConnections, scheduleSync, type DirectoryConnectionRow } from '../store/directory-connections.ts';
import { awaitApproval, claimRun, finishRun, insertRun, recordPlan, type DirectoryRunRow } from '../store/directory-runs.ts';
import { getDirectory } from '../store/directories.ts';
import type { Database } from '../store/database.ts';
import { listVerifiedDomains } from '../store/domains.ts';
import { applyGroupNames, applyPlan, countActions, type Machine } from './apply-plan.ts';
import { questionOf } from './brake.ts';
import { DirectoryError } from './directory-error.ts';
import { createLease, LeaseLostError, leaseUntil, type Lease } from './lease.ts';
import { loadState } from './load-state.ts';
import { planSync } from './plan.ts';
import type { readDirectory } from './read-directory.ts';
import { toTarget } from './target.ts';

/** What synchronisations need from their surroundings. */
export interface SyncSurroundings extends Machine {
  readonly database: Database;
  readonly outgoing: Outgoing;
  /** Names this process among those that share the runs. */
  readonly owner: string;
}

/** Between two looks for changes. */
const deltaIntervalMs = 5 * 60_000;
/** Between two readings of everything, which also find what a directory does not tell of. */
const fullIntervalMs = dayMs;
/** After a failure; twice as long after each further one. */
const retryMinMs = 30_000;
const retryMaxMs = 60 * 60_000;
/** Until a run that awaits approval looks again whether it still needs one. */
const secondLookMs = 5 * 60_000;
const connectionsPerLookMax = 100;

/** Queues a run for each account whose next synchronisation is due; answers how many. */
export async function queueDueRuns({ database, now, newId }: SyncSurroundings): Promise<number> {
  const due = await database.read('', (tx) => listDueConnections(tx, now(), connectionsPerLookMax));
  for (const connection of due) await database.write('', (tx) => insertRun(tx, newRun(connection, newId(), now())));
  return due.length;
}

/** A run as the connection needs it next. */
export function newRun(connection: DirectoryConnectionRow, id: string, now: number): Parameters<typeof insertRun>[1] {
  const { aws_account_id, account_id, directory_id, change_cursor, full_sync_at } = connection;
  const isDelta = change_cursor !== null && full_sync_at !== null && now - full_sync_at < fullIntervalMs;
  return { id, aws_account_id, account_id, directory_id, kind: isDelta ? 'delta' : 'full', requested_at: now };
}

/** Takes one run that nobody works on, and works on it until it is finished or has to ask; answers false if there is none. */
export async function performRun(surroundings: SyncSurroundings): Promise<boolean> {
  const { database, owner, now, newId } = surroundings;
  const run = await database.write('', (tx) => claimRun(tx, { owner, now: now(), leaseUntil: leaseUntil(now()) }));
  if (!run) return false;
  const lease = createLease(database, run, owner, { now, newId });
  try {
    await synchronise(surroundings, lease);
  } catch (error) {
    if (error instanceof LeaseLostError) return true;
    const known = error instanceof DirectoryError;
    await fail(surroundings, run, known ? error.message : 'A fault of Carillon: the operator finds it in the log.');
    if (!known) throw error;
  }
  return true;
}

async function synchronise(surroundings: SyncSurroundings, lease: Lease): Promise<void> {
  const { database, outgoing, now } = surroundings;
  const { run } = lease;
  const { directory, connection, domains } = await database.read(run.aws_account_id, async (tx) => ({
    directory: await getDirectory(tx, run.directory_id),
    connection: await findConnection(tx, run.account_id),
    domains: await listVerifiedDomains(tx, run.account_id),
  }));
  if (!connection) throw new LeaseLostError(`Account ${run.account_id} is no longer connected.`);
  const cursor = run.kind === 'delta' ? connection.change_cursor : null;
  const target = toTarget(directory, database.vault);
  const { readDirectory } = await import('./read-directory.ts');
  const read = await readDirectory({
    outgoing,
    target,
    domains: new Set(domains),
    loadKnown: () => database.read(run.aws_account_id, (tx) => loadState(tx, run.account_id)),
    cursor,
    now: now(),
    heartbeat: lease.heartbeat,
  });
  if (read.view) {
    // What has happened here while the directory was read must not be taken for what was there before.
    const ours = await database.read(run.aws_account_id, (tx) => loadState(tx, run.account_id));
    const plan = planSync(read.view, ours);
    await applyGroupNames(lease, plan, surroundings);
    const question = questionOf(plan, ours, run);
    await lease.work('read', async (tx) => {
      await recordPlan(tx, {
        id: run.id,
        owner: lease.owner,
        kind: read.kind,
        usersSeen: plan.seen,
        planned: countActions(plan),
        suspensions: run.users_suspended + plan.suspensions,
        cursor: read.cursor,
        message: leftOutMessage(plan.leftOut),
      });
      return {};
    });
    if (question !== undefined) {
      await database.write('', (tx) =>
        awaitApproval(tx, { id: run.id, owner: lease.owner, until: now() + secondLookMs, message: question }),
      );
      return;
    }
    await applyPlan(lease, plan, surroundings);
  }
  await succeed(surroundings, lease, connection, read);
}

function leftOutMessage(leftOut: number): string | null {
  if (leftOut === 0) return null;
  return `${leftOut} ${leftOut === 1 ? 'person was' : 'people were'} left out, because somebody else in the directory has the same address.`;
}

type Read = Awaited<ReturnType<typeof readDirectory>>;

async function succeed({ database, now }: SyncSurroundings, lease: Lease, connection: DirectoryConnectionRow, read: Read): Promise<void> {
  const { run, owner } = lease;
  await database.write('', async (tx) => {
    if (!(await finishRun(tx, { id: run.id, owner, state: 'Succeeded', step: 'done', now: now() }))) {
      throw new LeaseLostError(`Run ${run.id} is no longer ours.`);
    }
    await scheduleSync(tx, {
      account_id: run.account_id,
      change_cursor: read.cursor,
      full_sync_at: read.kind === 'full' ? now() : connection.full_sync_at,
      next_sync_at: now() + deltaIntervalMs,
      failures: 0,
    });
  });
}

/** The cursor stays: what was not carried out is looked for again. */
async function fail({ database, owner, now }: SyncSurroundings, run: DirectoryRunRow, message: string): Promise<void> {
  await database.write('', async (tx) => {
    if (!(await finishRun(tx, { id: run.id, owner, state: 'Failed', message, now: now() }))) return;
    const connection = await findConnection(tx, run.account_id);
    if (!connection) return;
    const failures = connection.failures + 1;
    await scheduleSync(tx, { ...connection, failures, next_sync_at: now() + Math.min(retryMaxMs, retryMinMs * 2 ** (failures - 1)) });
  });
}
