import type { Objects } from '../objects/object-store.ts';
import { ObjectStoreError, type ObjectStoreErrorKind } from '../objects/object-store-error.ts';

/** An object on its way to a bucket. */
export interface Parcel {
  readonly bucketName: string;
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
}

/**
 * - `delivered`: it is in the bucket
 * - `returned`: it is certainly not, and that bucket is not the one that is chosen any more: it may go to another
 * - `failed`: it may or may not be; to be tried again, at the same place
 */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'returned' }
  | { readonly kind: 'failed'; readonly reason: ObjectStoreErrorKind };

/** Answers of a store that it has not kept an object, and will not. */
const refusals = new Set<ObjectStoreErrorKind>(['refused', 'full', 'unsupported', 'invalid']);

/**
 * Puts an object where it is going. Again under the same key it is the same object, so it is there once however often that happens.
 * @param chosen the bucket that new parcels go to
 */
export async function deliver(objects: Objects, { bucketName, key, body, contentType }: Parcel, chosen: string): Promise<Outcome> {
  try {
    await objects.bucket(bucketName).put(key, body, { contentType, contentLength: body.length });
    return { kind: 'delivered' };
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    if (bucketName === chosen) return { kind: 'failed', reason: error.kind };
    if (error.kind === 'no-such-bucket') return { kind: 'returned' };
    return refusals.has(error.kind) ? lookAgain(objects, bucketName, key, error) : { kind: 'failed', reason: error.kind };
  }
}

/** This attempt was refused; one before it may have been taken without our hearing of it. */
async function lookAgain(objects: Objects, bucketName: string, key: string, { kind }: ObjectStoreError): Promise<Outcome> {
  try {
    return (await objects.bucket(bucketName).head(key)) ? { kind: 'delivered' } : { kind: 'returned' };
  } catch (error) {
    if (error instanceof ObjectStoreError) return { kind: 'failed', reason: kind };
    throw error;
  }
}
