import { join } from 'node:path';
import { keyBytesMax } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';

/** Ends the name of a folder, so that the object `a` and the objects below `a/` do not meet. Never part of a coded name. */
const folderMark = '=';
/** Begins the name of what is no object: the content type of one. Never begins a coded name. */
export const typeMark = '+';
/** Ends a piece of a name that is too long for the file system; the rest is in the folder of that name. */
const pieceMark = '~';
/** File systems end at 255 bytes; a coded byte takes three, and the marks need room. */
const pieceLengthMax = 200;
/** Stands for a segment without any character; no key has U+0000. */
const nothing = '%00';

/**
 * Where an object is, relative to the folder of its bucket: one path for each key and one key for each path, whatever the key. Names are
 * ASCII, none is `.` or `..`, none is longer than a file system takes, and plain keys can be read off the disk. Throws ObjectStoreError.
 * @returns the names of the folders from the top down, and last that of the file
 */
export function keyPath(key: string): readonly string[] {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > keyBytesMax || !key.isWellFormed() || key.includes('\0')) {
    throw new ObjectStoreError('invalid', `A key has 1 to ${keyBytesMax} bytes of UTF-8 and no U+0000.`);
  }
  const segments = key.split('/');
  return segments.flatMap((segment, index) => {
    const pieces = encodeSegment(segment);
    const last = pieces.pop() ?? nothing;
    return [...pieces.map((piece) => piece + pieceMark), index < segments.length - 1 ? last + folderMark : last];
  });
}

/** What is found at one level of keys. */
export interface Level {
  readonly kind: 'object' | 'folder';
  /** Path on the disk. */
  readonly path: string;
  /** What the name adds to the keys, as bytes; that of a folder ends in a slash. */
  readonly bytes: Buffer;
}

/** The kind of a name on the disk; `piece` = the names in that folder go on where this one ends; undefined = nothing of ours. */
export function readName(
  folder: string,
  name: string,
  isFolder: boolean,
): (Omit<Level, 'kind'> & { kind: Level['kind'] | 'piece' }) | undefined {
  const path = join(folder, name);
  if (!isFolder) return name.startsWith(typeMark) ? undefined : { kind: 'object', path, bytes: decode(name) };
  const coded = name.slice(0, -1);
  if (name.endsWith(folderMark)) return { kind: 'folder', path, bytes: Buffer.concat([decode(coded), Buffer.from('/')]) };
  return name.endsWith(pieceMark) ? { kind: 'piece', path, bytes: decode(coded) } : undefined;
}

/** The coded pieces of a segment, of which none begins with a period: so nothing is hidden, `.` or `..`. */
function encodeSegment(segment: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const byte of Buffer.from(segment)) {
    if (piece.length >= pieceLengthMax) {
      pieces.push(piece);
      piece = '';
    }
    piece += encodeByte(byte, piece === '');
  }
  return [...pieces, piece === '' ? nothing : piece];
}

function encodeByte(byte: number, isFirst: boolean): string {
  const letter = String.fromCharCode(byte);
  const isPlain = /[A-Za-z0-9_@,() -]/.test(letter) || (letter === '.' && !isFirst);
  return isPlain ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function decode(coded: string): Buffer {
  const text = coded.replaceAll(nothing, '').replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}
