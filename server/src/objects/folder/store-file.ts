import { createWriteStream } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectStoreError } from '../object-store-error.ts';

/** How often folders that were removed under our hands are made again. */
const attemptsMax = 5;

/** A file to be, and where. */
export interface FileTarget {
  /** Path of a file on the same file system that nobody else writes. */
  readonly temporary: string;
  /** Must be there, and is never made here. */
  readonly bucketFolder: string;
  /** Names below it, the file's last. */
  readonly names: readonly string[];
}

/**
 * Writes a file whole or not at all, and answers once it is on the disk: written beside, synced, renamed, the folder synced.
 * @param ifAbsent leaves a file alone that is there already
 * Throws ObjectStoreError: kind `invalid` if the body has another length, `no-such-bucket`.
 */
export async function storeFile(
  { temporary, bucketFolder, names }: FileTarget,
  body: Readable | Uint8Array,
  contentLength: number,
  ifAbsent: boolean,
): Promise<'stored' | 'present'> {
  try {
    await writeWhole(temporary, body, contentLength);
    const made = await place(temporary, bucketFolder, names, ifAbsent);
    return made ? 'stored' : 'present';
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeWhole(file: string, body: Readable | Uint8Array, contentLength: number): Promise<void> {
  const source = body instanceof Readable ? body : Readable.from([body]);
  let bytes = 0;
  const count = async function* (chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      bytes += piece.length;
      if (bytes > contentLength) throw wrongLength(contentLength);
      yield piece;
    }
  };
  await pipeline(source, count, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  if (bytes !== contentLength) throw wrongLength(contentLength);
}

function wrongLength(contentLength: number): ObjectStoreError {
  return new ObjectStoreError('invalid', `The body does not have the ${contentLength} bytes that were announced. Nothing was stored.`);
}

/** Gives the file its name. A folder that is emptied at the same time may be removed before the name is in it. */
async function place(temporary: string, bucketFolder: string, names: readonly string[], ifAbsent: boolean): Promise<boolean> {
  const target = join(bucketFolder, ...names);
  for (let attempt = 1; ; attempt++) {
    await makeFolders(bucketFolder, names.slice(0, -1));
    try {
      if (ifAbsent) await link(temporary, target);
      else await rename(temporary, target);
      await syncFolder(dirname(target));
      return true;
    } catch (error) {
      if (ifAbsent && codeOf(error) === 'EEXIST') return false;
      if (codeOf(error) !== 'ENOENT' || attempt === attemptsMax) throw error;
    }
  }
}

/** Never makes the first folder: a bucket that was deleted stays deleted. */
async function makeFolders(bucketFolder: string, names: readonly string[]): Promise<void> {
  let folder = bucketFolder;
  for (const name of names) {
    const parent = folder;
    folder = join(folder, name);
    try {
      await mkdir(folder, { mode: 0o700 });
      await syncFolder(parent);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** Until then, a name in the folder may be gone after a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
