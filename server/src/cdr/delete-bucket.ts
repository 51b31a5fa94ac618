import type { Objects } from '../objects/object-store.ts';
import { ObjectStoreError } from '../objects/object-store-error.ts';
import { lockBucket, setBucketState } from '../store/cdr-buckets.ts';
import type { Tx } from '../store/database.ts';
import { bucketFault } from './store-fault.ts';

/** Whether nothing is in the bucket; one that is no longer at the store holds nothing. Throws ObjectStoreError. */
export async function isEmpty(objects: Objects, name: string): Promise<boolean> {
  try {
    return (await objects.bucket(name).list('', { limit: 1 })).objects.length === 0;
  } catch (error) {
    if (error instanceof ObjectStoreError && error.kind === 'no-such-bucket') return true;
    throw error;
  }
}

/** Throws ConflictException if the bucket holds anything, ServiceUnavailableException if the store does not tell. */
export async function requireEmpty(objects: Objects, name: string): Promise<void> {
  try {
    if (!(await isEmpty(objects, name))) throw new ObjectStoreError('not-empty', `The bucket ${name} is not empty.`);
  } catch (error) {
    throw bucketFault(error, name);
  }
}

/**
 * Deletes a bucket of the tenant at the store. The row says so first: nothing is delivered there meanwhile, and a job goes on with it if
 * this process dies. What the store refuses to delete stays as it was. Throws ConflictException, ServiceUnavailableException.
 */
export async function deleteBucketAtStore(
  objects: Objects,
  write: <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>,
  name: string,
  now: number,
): Promise<void> {
  await write(async (tx) => {
    await lockBucket(tx, name);
    await setBucketState(tx, name, 'Deleting', now);
  });
  try {
    await objects.deleteBucket(name);
  } catch (error) {
    // Unheard, it may have been deleted: then a job finds out.
    const isKept = error instanceof ObjectStoreError && error.kind !== 'unavailable';
    if (isKept) await write((tx) => setBucketState(tx, name, 'Ready', now));
    throw bucketFault(error, name);
  }
}
