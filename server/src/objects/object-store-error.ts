/**
 * - `unavailable`: down, slow, out of order; another attempt may succeed, and this one may have succeeded unheard
 * - `refused`: the store does not allow it to whoever it knows us as
 * - `full`: no room, or over a quota
 * - `unsupported`: the store has no such function
 * - `taken`: the name of the bucket is somebody else's
 * - `invalid`: what was asked for cannot be, such as a bad key or a body of another length than announced
 */
export type ObjectStoreErrorKind =
  | 'unavailable'
  | 'refused'
  | 'full'
  | 'unsupported'
  | 'no-such-bucket'
  | 'no-such-object'
  | 'taken'
  | 'not-empty'
  | 'invalid-range'
  | 'invalid';

/** What a call to the object store came to. The message is a sentence for the operator; callers translate the kind. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
  readonly kind: ObjectStoreErrorKind;
  constructor(kind: ObjectStoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
