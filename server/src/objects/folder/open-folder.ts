import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { dayMs } from '../../shapes/timestamp.ts';
import { bucketNameFault } from '../bucket-name.ts';
import type { Links } from '../links.ts';
import type { BucketDescription, NewObject, ObjectHead, Objects, ObjectStore } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import { folderFault } from './fault.ts';
import { keyPath, typeMark } from './key-path.ts';
import { listObjects } from './list-objects.ts';
import { storeFile, syncFolder, codeOf } from './store-file.ts';

/** Where unfinished files are. No bucket can be called so. */
const workFolder = '+work';
/** What an object is taken for whose type is not kept. */
const defaultType = 'application/octet-stream';
/** Unfinished files of processes that died are removed after a day. */
const staleMs = dayMs;

export interface FolderSettings {
  readonly folder: string;
  readonly ownBucket: string;
  readonly links: Links;
  now(): number;
  newId(): string;
}

/**
 * Buckets as folders, objects as files in them. Several processes may use one folder at the same time. Links are Carillon's own.
 */
export function openFolder(settings: FolderSettings): Objects {
  const root = resolve(settings.folder);
  const work = createWork(root, settings.now);
  const bucket = (name: string): ObjectStore => createStore(settings, root, work, name);
  return {
    kind: 'folder',
    place: root,
    bucket,
    own: bucket(settings.ownBucket),
    listBuckets: () =>
      guarded(async () => {
        const entries = await readdir(root, { withFileTypes: true }).catch(absentAs([]));
        const names = entries.filter((entry) => entry.isDirectory() && bucketNameFault(entry.name) === undefined).map(({ name }) => name);
        return Promise.all(
          names.toSorted().map(async (name) => ({ name, createdAt: Math.floor((await stat(join(root, name))).birthtimeMs) })),
        );
      }),
    findBucket: (name) => guarded(async () => ((await exists(bucketFolder(root, name))) ? 'ours' : 'absent')),
    createBucket: (name) => guarded(() => makeBucket(root, name)),
    // Files are readable for this user alone, and links are the only other way to them.
    blockPublicAccess: async () => true,
    deleteBucket: (name) => guarded(() => removeBucket(bucketFolder(root, name), name)),
    describeBucket: (name) =>
      guarded(async () => {
        if (!(await exists(bucketFolder(root, name)))) throw noBucket(name);
        return description(root);
      }),
    close: () => undefined,
  };
}

function createStore({ links, ownBucket, newId }: FolderSettings, root: string, work: Work, bucketName: string): ObjectStore {
  const folder = bucketFolder(root, bucketName);
  const path = (key: string): string => join(folder, ...keyPath(key));
  const head = async (key: string): Promise<ObjectHead | undefined> => {
    const found = await stat(path(key)).catch(absentAs(undefined));
    if (!found?.isFile()) return undefined;
    return { contentLength: found.size, contentType: await readType(path(key)), modifiedAt: Math.floor(found.mtimeMs) };
  };
  return {
    bucketName,
    put: (key, body, object) =>
      guarded(async () => {
        if (bucketName === ownBucket) await makeBucket(root, bucketName);
        if (!(await exists(folder))) throw noBucket(bucketName);
        await work.open();
        const names = keyPath(key);
        return putObject({ bucketFolder: folder, names, temporary: join(work.path, newId()) }, body, object);
      }),
    get: (key, range) =>
      guarded(async () => {
        const found = await head(key);
        if (!found) throw new ObjectStoreError('no-such-object', `There is no object ${key} in the bucket ${bucketName}.`);
        const { contentLength } = found;
        if (range && (range.start >= contentLength || range.start > (range.end ?? contentLength))) {
          throw new ObjectStoreError('invalid-range', `The object has only ${contentLength} bytes.`);
        }
        return { ...found, body: createReadStream(path(key), range ? { start: range.start, end: range.end ?? Infinity } : {}) };
      }),
    head: (key) => guarded(() => head(key)),
    delete: (key) =>
      guarded(async () => {
        await rm(path(key), { force: true });
        await rm(typePath(path(key)), { force: true });
        await prune(folder, dirname(path(key)));
      }),
    list: (prefix, page) =>
      guarded(async () => {
        if (bucketName !== ownBucket && !(await exists(folder))) throw noBucket(bucketName);
        return listObjects(folder, prefix, page);
      }),
    signGet: async (key, terms) => links.make({ bucketName, key }, terms),
  };
}

/** The type is written first: an object is never there without it. */
async function putObject(
  target: Parameters<typeof storeFile>[0],
  body: Parameters<typeof storeFile>[1],
  { contentType, contentLength, ifAbsent = false }: NewObject,
): Promise<'stored' | 'present'> {
  if (contentType !== defaultType) {
    const type = Buffer.from(contentType);
    const names = target.names.map((name, index) => (index === target.names.length - 1 ? `${typeMark}${name}` : name));
    await storeFile({ ...target, temporary: `${target.temporary}${typeMark}`, names }, type, type.length, ifAbsent);
  }
  return storeFile(target, body, contentLength, ifAbsent);
}

function typePath(file: string): string {
  return join(dirname(file), `${typeMark}${file.slice(dirname(file).length + 1)}`);
}

async function readType(file: string): Promise<string> {
  return readFile(typePath(file), 'utf8').catch(absentAs(defaultType));
}

function bucketFolder(root: string, name: string): string {
  const fault = bucketNameFault(name);
  if (fault !== undefined) throw new ObjectStoreError('invalid', `The bucket name ${name} ${fault}.`);
  return join(root, name);
}

async function makeBucket(root: string, name: string): Promise<void> {
  const folder = bucketFolder(root, name);
  if (await exists(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(root);
}

/** Folders that hold nothing but empty folders go; the first object stops it, and what is gone was empty. */
async function removeBucket(folder: string, name: string): Promise<void> {
  const removeEmpty = async (inside: string): Promise<void> => {
    for (const entry of await readdir(inside, { withFileTypes: true })) {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) await removeEmpty(path);
      else if (await isOrphan(inside, entry.name)) await rm(path, { force: true });
      else throw new ObjectStoreError('not-empty', `The bucket ${name} is not empty.`);
    }
    await rmdir(inside);
  };
  try {
    await removeEmpty(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    if (codeOf(error) === 'ENOTEMPTY') throw new ObjectStoreError('not-empty', `The bucket ${name} is not empty.`, { cause: error });
    throw error;
  }
}

/** The type of an object that a process died before it could write. */
async function isOrphan(folder: string, name: string): Promise<boolean> {
  if (!name.startsWith(typeMark)) return false;
  return (await stat(join(folder, name.slice(typeMark.length))).catch(absentAs(undefined))) === undefined;
}

/** Removes folders that a deletion has emptied, from the bottom up; the bucket stays. */
async function prune(bucket: string, from: string): Promise<void> {
  for (let folder = from; folder.length > bucket.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      // Not empty, or gone already.
      return;
    }
  }
}

/** The place of unfinished files. */
interface Work {
  readonly path: string;
  /** Makes it where need be; once per process, it is cleared of what dead processes have left. */
  open(): Promise<void>;
}

function createWork(root: string, now: () => number): Work {
  const path = join(root, workFolder);
  let cleared = false;
  return {
    path,
    async open() {
      await mkdir(path, { recursive: true, mode: 0o700 });
      if (cleared) return;
      cleared = true;
      for (const name of await readdir(path)) {
        const found = await stat(join(path, name)).catch(absentAs(undefined));
        if (found && found.mtimeMs < now() - staleMs) await rm(join(path, name), { force: true });
      }
    },
  };
}

function description(root: string): BucketDescription {
  return {
    acl: { value: [{ grantee: 'The user that Carillon runs as', permission: 'FULL_CONTROL', isPublic: false }] },
    location: { value: root },
    logging: { value: 'off' },
    versioning: { value: 'Never' },
    website: { value: false },
  };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(absentAs(undefined)))?.isDirectory() ?? false;
}

function absentAs<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return value;
    throw error;
  };
}

function noBucket(name: string): ObjectStoreError {
  return new ObjectStoreError('no-such-bucket', `There is no bucket ${name}.`);
}

async function guarded<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw folderFault(error);
  }
}
