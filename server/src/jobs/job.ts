import type { Database } from '../store/database.ts';

/** A reconciler: takes no input, may run any number of times, works in bounded batches, is woken by a clock or a nudge. */
export interface Job {
  readonly name: string;
  /** How often it runs without a nudge. */
  readonly intervalMs: number;
  /** How long one run may take: after that another process may begin one, although this one is alive. */
  readonly leaseMs: number;
  /** Does what is due and answers how many rows it dealt with. */
  run(context: { readonly database: Database; readonly now: number }): Promise<number>;
}
