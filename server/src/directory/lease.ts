import { lockAccount, type AccountRow } from '../store/accounts.ts';
import type { Database, Tx } from '../store/database.ts';
import { recordOwnEvents, type OwnEvent } from '../store/own-events.ts';
import { recordProgress, type DirectoryRunRow, type RunProgress } from '../store/directory-runs.ts';

/** How long a process may be silent before another one takes its run over. */
const leaseMs = 60_000;

/** Thrown when another process has taken a run over, or somebody has ended it: this one stops, and writes nothing more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** What one piece of work adds to the counts of its run, and what the audit trail says of it. */
export type Done = Partial<Pick<RunProgress, 'done' | 'added' | 'updated' | 'suspended'>> & { readonly events?: readonly OwnEvent[] };

/** Time and ids, as main has them. */
interface Machine {
  now(): number;
  newId(): string;
}

/** The right of this process to work on a run. */
export interface Lease {
  readonly run: DirectoryRunRow;
  readonly owner: string;
  /**
   * Does a piece of work in one transaction with the record that it was done and its audit events: never one without the
   * other, never twice.
   * The account is locked. Throws LeaseLostError.
   */
  work(step: DirectoryRunRow['step'], piece: (tx: Tx, account: AccountRow) => Promise<Done>): Promise<void>;
  /** Keeps the lease while nothing is written. Never rejects: whether it was lost shows at the next piece of work. */
  heartbeat(): Promise<void>;
}

export function createLease(database: Database, run: DirectoryRunRow, owner: string, { now, newId }: Machine): Lease {
  let renewedAt = now();
  const work: Lease['work'] = async (step, piece) => {
    await database.write(run.aws_account_id, async (tx) => {
      const account = await lockAccount(tx, run.account_id);
      const { done = 0, added = 0, updated = 0, suspended = 0, events = [] } = await piece(tx, account);
      await recordOwnEvents(tx, account, { invokedBy: 'directory-sync', requestId: run.id }, events, { now: now(), newId });
      const progress = { id: run.id, owner, leaseUntil: leaseUntil(now()), step, done, added, updated, suspended };
      if (!(await recordProgress(tx, progress))) throw new LeaseLostError(`Run ${run.id} is no longer ours.`);
    });
    renewedAt = now();
  };
  return {
    run,
    owner,
    work,
    async heartbeat() {
      if (now() - renewedAt < leaseMs / 4) return;
      await work('read', async () => ({})).catch(() => undefined);
    },
  };
}

/** Until when a lease that is taken at `now` lasts. */
export function leaseUntil(now: number): number {
  return now + leaseMs;
}
