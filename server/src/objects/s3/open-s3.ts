import { Readable } from 'node:stream';
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ByteRange, NewObject, ObjectHead, Objects, ObjectStore, StoredBucket, StoredObject } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import { connectS3, type S3Connection, type S3Settings, type Work } from './connect.ts';
import { describeBucket } from './describe-bucket.ts';
import { s3Status } from './fault.ts';
import { createPresign, type Presign } from './presign.ts';

/** Names of buckets that are read at once; what has more is asked again. */
const bucketPageMax = 1_000;
const bucketPagesMax = 100;

/** Buckets and objects at a store that speaks S3. Links lead to the store itself. */
export function openS3(settings: S3Settings): Objects {
  const connection = connectS3(settings);
  const presign = createPresign(settings);
  const isOurs = async (name: string): Promise<boolean> => (await listBuckets(connection, name)).some((bucket) => bucket.name === name);
  const createBucket = (name: string, region = settings.region): Promise<void> => makeBucket(connection, name, region, isOurs);
  return {
    kind: 's3',
    place: settings.endpoint,
    bucket: (name) => createStore(connection, presign, name),
    own: makeWhenMissing(createStore(connection, presign, settings.ownBucket), () => createBucket(settings.ownBucket)),
    listBuckets: () => listBuckets(connection),
    async findBucket(name) {
      const status = await connection.call(async ({ client, library, options }) =>
        client.send(new library.HeadBucketCommand({ Bucket: name }), options).then(() => 200, statusOrThrow),
      );
      if (status === 404) return 'absent';
      return (await isOurs(name)) ? 'ours' : 'theirs';
    },
    createBucket,
    blockPublicAccess: (name) => blockPublicAccess(connection, name),
    async deleteBucket(name) {
      try {
        await connection.call(({ client, library, options }) => client.send(new library.DeleteBucketCommand({ Bucket: name }), options));
      } catch (error) {
        if (!isKind(error, 'no-such-bucket')) throw error;
      }
    },
    describeBucket: (name) => describeBucket(connection, name),
    close: connection.close,
  };
}

function createStore(connection: S3Connection, presign: Presign, bucketName: string): ObjectStore {
  const where = (key: string) => ({ Bucket: bucketName, Key: key });
  const head = async (key: string): Promise<ObjectHead | undefined> => {
    const found = await connection.call(({ client, library, options }) =>
      client.send(new library.HeadObjectCommand(where(key)), options).catch(absent),
    );
    return found && toHead(found);
  };
  return {
    bucketName,
    put: createPut(connection, bucketName, head),
    get: (key, range) =>
      connection.transfer(async ({ client, library, options }) => {
        const answer = await client.send(
          new library.GetObjectCommand({ ...where(key), ...(range && { Range: toHeader(range) }) }),
          options,
        );
        return toStored(answer, range);
      }),
    head,
    async delete(key) {
      await connection.call(({ client, library, options }) =>
        client.send(new library.DeleteObjectCommand(where(key)), options).catch(absent),
      );
    },
    list: (prefix, { after, limit }) =>
      connection.call(async ({ client, library, options }) => {
        const input = { Bucket: bucketName, Prefix: prefix, StartAfter: after, MaxKeys: limit };
        const { Contents = [], IsTruncated = false } = await client.send(new library.ListObjectsV2Command(input), options);
        const objects = Contents.map(({ Key = '', Size = 0, LastModified }) => ({
          key: Key,
          contentLength: Size,
          modifiedAt: LastModified?.getTime() ?? 0,
        }));
        return { objects, more: IsTruncated };
      }),
    signGet: async (key, terms) => presign(bucketName, key, terms),
  };
}

function createPut(connection: S3Connection, bucketName: string, head: ObjectStore['head']): ObjectStore['put'] {
  const send = (
    key: string,
    body: Readable | Uint8Array,
    { contentType, contentLength }: NewObject,
    condition: { IfNoneMatch?: string },
  ) => {
    const input = { Bucket: bucketName, Key: key, ContentType: contentType, ContentLength: contentLength, ...condition, Body: body };
    const work: Work<unknown> = ({ client, library, options }) => client.send(new library.PutObjectCommand(input), options);
    return body instanceof Uint8Array ? connection.call(work) : connection.transfer(work);
  };
  return async (key, body, object) => {
    // Some stores ignore the condition and some refuse it, so the look comes first.
    if (object.ifAbsent && (await head(key))) return discard(body);
    // A stream that was refused cannot be sent again.
    const isConditional = object.ifAbsent === true && body instanceof Uint8Array;
    try {
      await send(key, body, object, isConditional ? { IfNoneMatch: '*' } : {});
    } catch (error) {
      if (!isConditional || !(error instanceof ObjectStoreError)) throw error;
      if (s3Status(error.cause) === 412) return 'present';
      if (error.kind !== 'unsupported') throw error;
      await send(key, body, object, {});
    }
    return 'stored';
  };
}

/** The bucket for Carillon's own is not the operator's to make. Reading finds nothing where nothing was ever put. */
function makeWhenMissing(store: ObjectStore, make: () => Promise<void>): ObjectStore {
  let made = false;
  return {
    ...store,
    async put(key, body, object) {
      if (!made) await make();
      made = true;
      return store.put(key, body, object);
    },
    async list(prefix, page) {
      try {
        return await store.list(prefix, page);
      } catch (error) {
        if (isKind(error, 'no-such-bucket')) return { objects: [], more: false };
        throw error;
      }
    },
  };
}

async function makeBucket(
  connection: S3Connection,
  name: string,
  region: string,
  isOurs: (name: string) => Promise<boolean>,
): Promise<void> {
  try {
    await connection.call(({ client, library, options }) => {
      // Amazon refuses the name of its first region here: leaving it out means that one.
      const isFirst = region === 'us-east-1';
      const constraint = library.BucketLocationConstraint;
      const known = Object.values(constraint).find((candidate) => candidate === region);
      const configuration = isFirst || known === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint: known } };
      return client.send(new library.CreateBucketCommand({ Bucket: name, ...configuration }), options);
    });
  } catch (error) {
    const conflict = error instanceof ObjectStoreError && (error.kind === 'taken' || s3Status(error.cause) === 409);
    if (!conflict) throw error;
    if (!(await isOurs(name))) throw new ObjectStoreError('taken', `The bucket name ${name} is somebody else's.`, { cause: error });
  }
}

/** Buckets of ours, of which some stores name only those that begin with a prefix; others name all. */
async function listBuckets(connection: S3Connection, prefix?: string): Promise<StoredBucket[]> {
  const buckets: StoredBucket[] = [];
  let token: string | undefined;
  for (let page = 1; page <= bucketPagesMax; page++) {
    const answer = await connection.call(({ client, library, options }) =>
      client.send(new library.ListBucketsCommand({ MaxBuckets: bucketPageMax, Prefix: prefix, ContinuationToken: token }), options),
    );
    for (const { Name, CreationDate } of answer.Buckets ?? []) {
      if (Name !== undefined) buckets.push({ name: Name, createdAt: CreationDate?.getTime() });
    }
    token = answer.ContinuationToken;
    if (token === undefined || token === '') break;
  }
  return buckets.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function blockPublicAccess(connection: S3Connection, name: string): Promise<boolean> {
  try {
    await connection.call(({ client, library, options }) => {
      const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
      return client.send(new library.PutPublicAccessBlockCommand({ Bucket: name, PublicAccessBlockConfiguration: all }), options);
    });
    return true;
  } catch (error) {
    // Stores that do not know the function answer in many ways, some take it for a second creation of the bucket.
    if (error instanceof ObjectStoreError && error.kind !== 'unavailable' && error.kind !== 'no-such-bucket') return false;
    throw error;
  }
}

function toHead({ ContentLength = 0, ContentType = 'application/octet-stream', LastModified }: HeadObjectCommandOutput): ObjectHead {
  return { contentLength: ContentLength, contentType: ContentType, modifiedAt: LastModified?.getTime() ?? 0 };
}

function toStored(
  answer: HeadObjectCommandOutput & { Body?: unknown; ContentRange?: string | undefined },
  range?: ByteRange,
): StoredObject {
  const { Body } = answer;
  if (!(Body instanceof Readable)) throw new ObjectStoreError('unavailable', 'The object store answered without a body.');
  const whole = range && /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
  return { ...toHead(answer), ...(whole !== undefined && { contentLength: Number(whole) }), body: Body };
}

function toHeader({ start, end }: ByteRange): string {
  return `bytes=${start}-${end ?? ''}`;
}

/** What is not sent must still be let go. */
function discard(body: Readable | Uint8Array): 'present' {
  if (body instanceof Readable) body.destroy();
  return 'present';
}

function absent(error: unknown): undefined {
  if (s3Status(error) === 404) return undefined;
  throw error;
}

/** Clear answers about a name; 5xx and silence are none. */
function statusOrThrow(error: unknown): number {
  const status = s3Status(error);
  if (status !== undefined && [301, 302, 307, 400, 403, 404].includes(status)) return status;
  throw error;
}

function isKind(error: unknown, kind: ObjectStoreError['kind']): boolean {
  return error instanceof ObjectStoreError && error.kind === kind;
}
