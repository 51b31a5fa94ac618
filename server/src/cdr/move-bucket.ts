import type { Objects } from '../objects/object-store.ts';
import { getBucket, keepBucket, setBucketState, type CdrBucketRow } from '../store/cdr-buckets.ts';
import { chooseFirstBucket, lockSetting, moveSetting } from '../store/cdr-settings.ts';
import type { Tx } from '../store/database.ts';
import { makeBucket, planBucket, type PlannedBucket } from './adopt-bucket.ts';
import { isEmpty } from './delete-bucket.ts';
import { bucketFault } from './store-fault.ts';

/** Where deliveries are to go from now on. */
export interface Move {
  /** The bucket they went to; undefined = none. */
  readonly from: string | undefined;
  readonly to: PlannedBucket;
  /** Whether the old bucket was made by us and holds nothing, so that it goes. */
  readonly dropsOld: boolean;
}

/** Finds out how to move; see `planBucket`, which throws the same. Throws NotFoundException if the tenant has no bucket `from`. */
export async function planMove(
  objects: Objects,
  read: <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>,
  { from, to, awsAccountId, now }: { from: string | undefined; to: string; awsAccountId: string; now: number },
): Promise<Move> {
  const old = from === undefined ? undefined : await read((tx) => getBucket(tx, from));
  const planned = await planBucket(objects, read, { name: to, awsAccountId, now });
  if (!old || old.name === to) return { from, to: planned, dropsOld: false };
  try {
    return { from, to: planned, dropsOld: old.created_by_carillon === 1 && (await isEmpty(objects, old.name)) };
  } catch (error) {
    throw bucketFault(error, old.name);
  }
}

/** Makes the new bucket at the store; see `makeBucket`. */
export async function prepareMove(objects: Objects, write: Parameters<typeof makeBucket>[1], move: Move, now: number): Promise<void> {
  await makeBucket(objects, write, move.to, now);
}

/** The buckets after a move. */
export interface Moved {
  readonly chosen: CdrBucketRow;
  /** The old bucket, if it stays. */
  readonly kept: CdrBucketRow | undefined;
}

/**
 * Moves the deliveries: what was not on its way to the old bucket by now goes to the new one. The old one, if it goes, is deleted by a job once
 * this has committed, and kept after all if something has arrived there meanwhile. Throws ConflictException if deliveries do not go to `from`.
 */
export async function recordMove(tx: Tx, { from, to, dropsOld }: Move, now: number): Promise<Moved> {
  await lockSetting(tx);
  const chosen = await keepBucket(tx, to, now);
  if (from === undefined) {
    await moveSetting(tx, await chooseFirstBucket(tx, to.name, now), to.name, now);
    return { chosen, kept: undefined };
  }
  await moveSetting(tx, from, to.name, now);
  if (from === to.name) return { chosen, kept: undefined };
  if (!dropsOld) return { chosen, kept: await getBucket(tx, from) };
  await setBucketState(tx, from, 'Retired', now);
  return { chosen, kept: undefined };
}
