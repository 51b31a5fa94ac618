import { readdir, stat } from 'node:fs/promises';
import type { ObjectPage } from '../object-store.ts';
import { readName, type Level } from './key-path.ts';

/**
 * Objects in the order of their keys' bytes. Folders outside the prefix, and those that end before `after`, are not entered.
 * What vanishes meanwhile is left out.
 */
export async function listObjects(
  bucketFolder: string,
  prefix: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<ObjectPage> {
  const wanted = { prefix: Buffer.from(prefix), after: after === undefined ? undefined : Buffer.from(after) };
  const objects: { key: string; contentLength: number; modifiedAt: number }[] = [];
  for await (const { path, bytes } of walk(bucketFolder, Buffer.alloc(0), wanted)) {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) continue;
    if (objects.length === limit) return { objects, more: true };
    objects.push({ key: bytes.toString('utf8'), contentLength: found.size, modifiedAt: Math.floor(found.mtimeMs) });
  }
  return { objects, more: false };
}

interface Wanted {
  readonly prefix: Buffer;
  readonly after: Buffer | undefined;
}

async function* walk(folder: string, above: Buffer, wanted: Wanted): AsyncGenerator<Omit<Level, 'kind'>> {
  for (const { kind, path, bytes } of await readLevel(folder)) {
    const key = Buffer.concat([above, bytes]);
    if (kind === 'folder') {
      if (mayHold(key, wanted)) yield* walk(path, key, wanted);
    } else if (startsWith(key, wanted.prefix) && (!wanted.after || key.compare(wanted.after) > 0)) yield { path, bytes: key };
  }
}

/** What one folder holds, with the names that go on in folders of pieces, in the order of the bytes. */
async function readLevel(folder: string): Promise<Level[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const level: Level[] = [];
  for (const entry of entries) {
    const found = readName(folder, entry.name, entry.isDirectory());
    if (found?.kind === 'piece') {
      const { bytes } = found;
      level.push(...(await readLevel(found.path)).map((rest) => ({ ...rest, bytes: Buffer.concat([bytes, rest.bytes]) })));
    } else if (found) level.push({ ...found, kind: found.kind });
  }
  return level.toSorted((one, other) => one.bytes.compare(other.bytes));
}

function mayHold(folder: Buffer, { prefix, after }: Wanted): boolean {
  const isOnTheWay = startsWith(folder, prefix) || startsWith(prefix, folder);
  return isOnTheWay && (!after || folder.compare(after) > 0 || startsWith(after, folder));
}

function startsWith(whole: Buffer, start: Buffer): boolean {
  return whole.subarray(0, start.length).equals(start);
}
