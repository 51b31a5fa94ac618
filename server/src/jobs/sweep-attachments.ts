import { sweepArrivals } from '../conversations/arrival.ts';
import type { Objects } from '../objects/object-store.ts';
import { forgetDiscarded, takeDiscarded } from '../store/discarded-objects.ts';
import type { Job } from './job.ts';

/** Objects deleted side by side, and how many times over in one run: a run stays short, and the next one goes on. */
const batch = 50;
const batchesMax = 40;

/** Deletes files that nobody refers to any more, and what uploads have left that ended in the middle. */
export function sweepAttachments({ objects, arrivals }: { readonly objects: Objects; readonly arrivals: string }): Job {
  return {
    name: 'sweep-attachments',
    intervalMs: 60_000,
    leaseMs: 10 * 60_000,
    async run({ database, now }) {
      let count = await sweepArrivals(arrivals, now);
      for (let batches = 0; batches < batchesMax; batches += 1) {
        const keys = await database.write('', (tx) => takeDiscarded(tx, now, batch));
        const outcomes = await Promise.allSettled(keys.map((key) => objects.own.delete(key)));
        const deleted = keys.filter((_key, index) => outcomes[index]?.status === 'fulfilled');
        await database.write('', (tx) => forgetDiscarded(tx, deleted));
        count += deleted.length;
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
        if (keys.length < batch) break;
      }
      return count;
    },
  };
}
