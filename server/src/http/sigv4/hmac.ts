import { hash } from 'node:crypto';
import { createDesk } from '../../desk.ts';
import { invariant } from '../../errors.ts';

// HMAC with SHA-256 (RFC 2104), out of two hashes of whole buffers. Node's `createHmac` makes a stream for each signature, which
// costs several times what there is to hash: an eighth of a whole request (decision 26).

/** What SHA-256 takes at a time, bytes. */
const blockBytes = 64;

/** A key made ready: the key, filled up to a block, under the inner padding, and the same under the outer one. */
export interface HmacKey {
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

/** Makes a key ready. @param key at most 64 bytes; a longer one would have to be hashed first */
export function prepareHmacKey(key: Uint8Array): HmacKey {
  invariant(key.length <= blockBytes, 'The keys that sign are hashes themselves, and so shorter than a block.');
  const padded = (padding: number): Uint8Array => Uint8Array.from({ length: blockBytes }, (_, index) => (key[index] ?? 0) ^ padding);
  return { inner: padded(0x36), outer: padded(0x5c) };
}

/** The HMAC of a text, in hex. @param text one character per byte */
export function hmacHex({ inner, outer }: HmacKey, text: string): string {
  const innerDigest = hash('sha256', join(inner, text), 'binary');
  return hash('sha256', join(outer, innerDigest));
}

/** SHA-256 of a text, in hex. @param text one character per byte */
export function sha256Hex(text: string): string {
  return hash('sha256', join(nothing, text));
}

const nothing = new Uint8Array();

/** Where texts become bytes: most requests' canonical form. */
const desk = createDesk(8_192);

/** Bytes and a text after them; good until the next call. */
function join(bytes: Uint8Array, text: string): Uint8Array {
  const target = desk(bytes.length + text.length);
  target.set(bytes);
  target.write(text, bytes.length, 'latin1');
  return target;
}
