import type { Objects } from '../objects/object-store.ts';
import { ObjectStoreError } from '../objects/object-store-error.ts';
import { forgetBucket, listLeavingBuckets, lockBucket, setBucketState, type CdrBucketRow } from '../store/cdr-buckets.ts';
import type { Database } from '../store/database.ts';
import type { Job } from './job.ts';

/** Buckets dealt with in one run. */
const batch = 100;
/** How long a DeleteCDRBucket that is under way is left alone: longer than it can take. */
const graceMs = 2 * 60_000;

/** Deletes buckets that deliveries have moved away from, and finishes deletions whose process died. What is not empty after all is kept. */
export function removeCdrBuckets(objects: Objects): Job {
  return {
    name: 'remove-cdr-buckets',
    intervalMs: 60_000,
    leaseMs: 10 * 60_000,
    async run({ database, now }) {
      const leaving = await database.read('', (tx) => listLeavingBuckets(tx, now, batch));
      let removed = 0;
      for (const bucket of leaving) {
        if (bucket.state === 'Retired' || bucket.changed_at <= now - graceMs)
          removed += Number(await remove(database, objects, bucket, now));
      }
      return removed;
    },
  };
}

/** Answers whether the bucket is gone. */
async function remove(database: Database, objects: Objects, { name, state, aws_account_id }: CdrBucketRow, now: number): Promise<boolean> {
  const isStill = await database.write(aws_account_id, async (tx) => {
    if ((await lockBucket(tx, name)).state !== state) return false;
    await setBucketState(tx, name, 'Deleting', now);
    return true;
  });
  if (!isStill) return false;
  try {
    await objects.deleteBucket(name);
  } catch (error) {
    if (!(error instanceof ObjectStoreError) || error.kind === 'unavailable') throw error;
    // It holds something, or is not ours to delete: then it stays.
    await database.write(aws_account_id, (tx) => setBucketState(tx, name, 'Ready', now));
    return false;
  }
  await database.write(aws_account_id, (tx) => forgetBucket(tx, name));
  return true;
}
