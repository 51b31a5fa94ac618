import { setTimeout as pause } from 'node:timers/promises';
import { extendAuditIndex, listUnindexedAccounts } from '../store/audit-index.ts';
import type { Job } from './job.ts';

/** Events in one transaction: few enough that no request waits longer for it than some milliseconds. */
const batch = 32;
/** Between two of them requests have the process, and the one writer, to themselves: nobody waits for the index. */
const pauseMs = 40;
/** Transactions of one run and AWS account: a run stays short, and the next one goes on. */
const batchesMax = 640;

/** Makes audit events findable by who did what to whom, after the requests that they are about. */
export const indexAuditEvents: Job = {
  name: 'index-audit-events',
  intervalMs: 10_000,
  leaseMs: 5 * 60_000,
  async run({ database }) {
    let count = 0;
    for (const id of await database.read('', listUnindexedAccounts)) {
      for (let batches = 0; batches < batchesMax; batches += 1) {
        const indexed = await database.writeLazily(id, (tx) => extendAuditIndex(tx, batch));
        count += indexed;
        if (indexed < batch) break;
        await pause(pauseMs);
      }
    }
    return count;
  },
};
