import { dayMs } from '../shapes/timestamp.ts';
import { forgetExchangesBefore } from '../store/scim-log.ts';
import type { Job } from './job.ts';

/** How long an identity provider's requests can be looked at. */
const keptMs = 7 * dayMs;
/** Exchanges in one transaction: few enough that no request waits long for it. */
const batch = 1_000;
/** Transactions of one run: a run stays short, and the next one goes on. */
const batchesMax = 100;

/** Drops what identity providers said more than seven days ago. */
export const forgetScimExchanges: Job = {
  name: 'forget-scim-exchanges',
  intervalMs: 10 * 60_000,
  leaseMs: 5 * 60_000,
  async run({ database, now }) {
    let count = 0;
    for (let batches = 0; batches < batchesMax; batches += 1) {
      const forgotten = await database.write('', (tx) => forgetExchangesBefore(tx, now - keptMs, batch));
      count += forgotten;
      if (forgotten < batch) break;
    }
    return count;
  },
};
