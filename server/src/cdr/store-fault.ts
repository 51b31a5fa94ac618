import { ConflictException, NotFoundException, ServiceUnavailableException } from '../errors.ts';
import { ObjectStoreError, type ObjectStoreErrorKind } from '../objects/object-store-error.ts';
import { nameTaken } from '../store/cdr-buckets.ts';

/** What became of a call about a bucket, as the caller of an operation is told it; the store's own words are for the log. */
export function bucketFault(error: unknown, bucketName: string): unknown {
  if (!(error instanceof ObjectStoreError)) return error;
  const options = { cause: error };
  switch (error.kind) {
    case 'taken':
      return nameTaken(bucketName);
    case 'not-empty':
      return new ConflictException(
        `The bucket ${bucketName} is not empty. Move its records away or delete them, then delete the bucket. Nothing was changed.`,
      );
    case 'no-such-bucket':
    case 'no-such-object':
      return new NotFoundException(`The bucket ${bucketName} is no longer at the object store. Create it again with CreateCDRBucket.`);
    default:
      return new ServiceUnavailableException(`${storeTrouble(error.kind)} Nothing was changed.`, options);
  }
}

/** What is wrong with the store, in words for people who do not run it. */
export function storeTrouble(kind: ObjectStoreErrorKind): string {
  switch (kind) {
    case 'full':
      return 'The object store has no room for more.';
    case 'refused':
      return 'The object store does not allow Carillon to do this. Its operator can see why with carillon objects check.';
    case 'no-such-bucket':
      return 'The bucket is no longer at the object store. Create it again with CreateCDRBucket.';
    case 'unsupported':
      return 'The object store has no such function.';
    default:
      return 'The object store does not answer as it should. Try again later.';
  }
}
