import { OutgoingError } from '../../net/outgoing-error.ts';
import { ObjectStoreError, type ObjectStoreErrorKind } from '../object-store-error.ts';

/** Codes by which stores tell apart what their statuses do not. Source: Amazon S3 API Reference, "Error responses". */
const kinds: Readonly<Record<string, ObjectStoreErrorKind>> = {
  BucketAlreadyExists: 'taken',
  BucketNotEmpty: 'not-empty',
  InvalidRange: 'invalid-range',
  MethodNotAllowed: 'unsupported',
  NoSuchBucket: 'no-such-bucket',
  NoSuchKey: 'no-such-object',
  NotImplemented: 'unsupported',
  // Quotas have no code in Amazon's list; these are Swift's, Ceph's and MinIO's.
  QuotaExceeded: 'full',
  EntityTooLarge: 'full',
  XMinioStorageFull: 'full',
  XMinioAdminBucketQuotaExceeded: 'full',
};

const statusKinds: Readonly<Record<number, ObjectStoreErrorKind>> = {
  400: 'invalid',
  401: 'refused',
  403: 'refused',
  404: 'no-such-object',
  405: 'unsupported',
  413: 'full',
  416: 'invalid-range',
  501: 'unsupported',
  507: 'full',
};

/** What the client library threw, as the object store's word: whatever is no clear answer is `unavailable`. */
export function s3Fault(error: unknown): unknown {
  if (error instanceof ObjectStoreError || !(error instanceof Error)) return error;
  if (error instanceof OutgoingError) return new ObjectStoreError('refused', error.message, { cause: error });
  const status = s3Status(error);
  const kind = kinds[error.name] ?? (status === undefined ? 'unavailable' : (statusKinds[status] ?? 'unavailable'));
  const told = status === undefined ? error.message : `${status} ${error.name}: ${error.message}`;
  return new ObjectStoreError(kind, `The object store answered: ${told.slice(0, toldLengthMax)}`, { cause: error });
}

/** The HTTP status of an answer of the store; undefined = there was none. */
export function s3Status(error: unknown): number | undefined {
  const metadata: unknown = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

const toldLengthMax = 300;
