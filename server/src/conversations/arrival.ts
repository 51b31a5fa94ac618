import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BadRequestException, FrontDoorError, WireError } from '../errors.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** The largest file that can be sent. Source: Amazon Chime User Guide, "Sending attachments": up to 50 MB. */
export const attachmentBytesMax = 50_000_000;
/** Files that are older belong to a process that died. */
const staleMs = dayMs;

/** A file that has arrived whole, and where it lies until it is stored. */
export interface ArrivedFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Writes a file that is arriving to the disk, since its hash, by which it is stored, is known only at its end. Throws what whoever sends
 * it is told: a FrontDoorError (413) for one that is too large, BadRequestException for one that ends too early. Then nothing is left.
 */
export async function receiveFile(content: Readable, folder: string, id: string): Promise<ArrivedFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, id);
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > attachmentBytesMax) throw tooLarge();
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    // Not destroyed with the rest: whoever sends is told why it was refused.
    await pipeline(content.iterator({ destroyOnReturn: false }), measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return { path, bytes, sha256: hash.digest('hex') };
  } catch (cause) {
    await removeArrived(path);
    if (cause instanceof WireError || isOurs(cause)) throw cause;
    throw new BadRequestException('The file did not arrive whole. Nothing was stored; send it again.');
  }
}

/** A full disk and the like, unlike a sender who has gone. */
function isOurs(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause && (cause.syscall === 'open' || cause.syscall === 'write');
}

export function tooLarge(): FrontDoorError {
  const message = `The file is larger than ${attachmentBytesMax / 1_000_000} MB, the most that can be sent. Nothing was stored.`;
  return new FrontDoorError({ status: 413, code: 'RequestEntityTooLargeException', message });
}

export async function removeArrived(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Removes what processes that died have left in the folder; answers how many files. @param now epoch milliseconds */
export async function sweepArrivals(folder: string, now: number): Promise<number> {
  let count = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found || found.mtimeMs > now - staleMs) continue;
    await removeArrived(path);
    count += 1;
  }
  return count;
}
