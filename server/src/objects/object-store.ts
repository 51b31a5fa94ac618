import type { Readable } from 'node:stream';

/** Objects in buckets, at an S3-compatible store or in a folder of this machine. Every call throws ObjectStoreError. */
export interface Objects {
  readonly kind: 'folder' | 's3';
  /** Where the objects are, in the operator's words: an address or a path. */
  readonly place: string;
  /** The bucket for what Carillon itself keeps (attachments, exports); it is made when the first object is put there. */
  readonly own: ObjectStore;
  /** The objects of a bucket, whether or not there is such a bucket. */
  bucket(name: string): ObjectStore;
  /** Buckets that belong to whoever the store knows us as, in the order of their names. */
  listBuckets(): Promise<readonly StoredBucket[]>;
  /** `ours`: it belongs to whoever the store knows us as. `theirs`: the name is somebody else's. */
  findBucket(name: string): Promise<'absent' | 'ours' | 'theirs'>;
  /** Making one that is ours already is no error. Throws kind `taken` for a name that is somebody else's. */
  createBucket(name: string, region?: string): Promise<void>;
  /** Answers false where the store has no such switch. */
  blockPublicAccess(name: string): Promise<boolean>;
  /** Deletes a bucket without objects; an absent one is no error. Throws kind `not-empty`. */
  deleteBucket(name: string): Promise<void>;
  /** What the store says about a bucket. Throws kind `no-such-bucket`. */
  describeBucket(name: string): Promise<BucketDescription>;
  /** Ends idle connections. */
  close(): void;
}

/** The objects of one bucket. Keys are 1 to 1,024 bytes of UTF-8. Every call throws ObjectStoreError. */
export interface ObjectStore {
  readonly bucketName: string;
  /** Stores a whole object or nothing; what was there before under this key is replaced. */
  put(key: string, body: Readable | Uint8Array, object: NewObject): Promise<'stored' | 'present'>;
  /** The content as a stream, which the caller reads to its end or destroys. Throws kinds `no-such-object`, `invalid-range`. */
  get(key: string, range?: ByteRange): Promise<StoredObject>;
  /** undefined = there is no such object. */
  head(key: string): Promise<ObjectHead | undefined>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Objects whose keys begin with `prefix`, in the order of the keys' bytes, from the first one behind `after`. */
  list(prefix: string, page: { readonly after?: string | undefined; readonly limit: number }): Promise<ObjectPage>;
  /** An address under which anybody may download the object as a file, until it expires. Does not look whether it is there. */
  signGet(key: string, link: LinkTerms): Promise<string>;
}

/** How an object is stored. */
export interface NewObject {
  readonly contentType: string;
  /** Bytes of the body: a body of another length is not stored. */
  readonly contentLength: number;
  /**
   * Leaves an object alone that is there already, and answers `present`. Stores that know no conditional writes replace it when
   * two put it at the same time, so the content under one key must be the same.
   */
  readonly ifAbsent?: boolean;
}

/** Bytes of an object, both ends included; without `end`, to the end of the object. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number | undefined;
}

export interface ObjectHead {
  /** Bytes of the whole object. */
  readonly contentLength: number;
  readonly contentType: string;
  /** Epoch milliseconds, of the store's clock. */
  readonly modifiedAt: number;
}

export interface StoredObject extends ObjectHead {
  readonly body: Readable;
}

export interface ObjectPage {
  readonly objects: readonly { readonly key: string; readonly contentLength: number; readonly modifiedAt: number }[];
  /** Whether there are more objects behind the last one. */
  readonly more: boolean;
}

/** What a link to an object says. */
export interface LinkTerms {
  /** At most a week, as S3 has it. */
  readonly expiresInSeconds: number;
  /** Under which browsers save it; any text. */
  readonly fileName: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface StoredBucket {
  readonly name: string;
  /** Epoch milliseconds; undefined where the store does not tell. */
  readonly createdAt: number | undefined;
}

/** Each property as the store tells it, or why it could not be read. */
export interface BucketDescription {
  readonly acl: Told<readonly Grant[]>;
  readonly location: Told<string>;
  readonly logging: Told<{ readonly targetBucket: string; readonly targetPrefix: string } | 'off'>;
  readonly versioning: Told<'Enabled' | 'Suspended' | 'Never'>;
  readonly website: Told<boolean>;
}

export type Told<Value> = { readonly value: Value } | { readonly unreadable: string };

/** Who may do what with a bucket. */
export interface Grant {
  readonly grantee: string;
  readonly permission: string;
  /** Everybody, or everybody with an account at the store. */
  readonly isPublic: boolean;
}

/** The longest key, bytes of UTF-8. Source: Amazon S3 User Guide, "Creating object key names". */
export const keyBytesMax = 1024;
/** The longest life of a link. Source: the same, "Sharing objects with presigned URLs". */
export const linkSecondsMax = 7 * 86_400;
