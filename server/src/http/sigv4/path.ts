import { SignatureError } from './error.ts';

/** Longest request target accepted, in characters: Node's own bound for the whole header block. */
export const targetLengthMax = 16_384;

/** The two halves of a request target, exactly as received; `query` is without its question mark. */
export interface TargetParts {
  readonly path: string;
  readonly query: string;
}

/**
 * Splits a request target at its first question mark. `new URL` is no help here: it reads the host out of a path
 * that starts with `//`, and would verify another path than the one received.
 */
export function splitTarget(target: string): TargetParts {
  if (target.length > targetLengthMax) {
    throw new SignatureError(
      'MalformedRequest',
      `The request target has ${target.length} characters; at most ${targetLengthMax} are allowed.`,
    );
  }
  if (!target.startsWith('/')) throw new SignatureError('MalformedRequest', 'The path of the request must start with a slash.');
  // Node hands over one character per byte. Anything else was decoded by someone, and its bytes are lost.
  if (!isBytes(target)) throw new SignatureError('MalformedRequest', 'The request target holds characters that are no bytes.');
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/**
 * Resolves `.` and `..` and drops empty segments; a trailing slash stays if any segment does. Percent-escapes are
 * left alone: `%2E%2E` is a name, not a step upwards. AWS and the SDK signers apply the same rules, of RFC 3986
 * section 5.2.4 (`remove_dot_segments` in botocore, `getCanonicalPath` in @smithy/signature-v4).
 */
export function normalisePath(path: string): string {
  if (!path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  const trailing = kept.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${kept.join('/')}${trailing}`;
}

/**
 * The path of the canonical request: each byte of the normalised path that RFC 3986 does not leave unreserved is
 * escaped, the percent sign of escapes already there included, so that a path travels escaped once and is signed escaped twice.
 */
export function canonicalPath(normalised: string): string {
  return escapeBytes(normalised, keptInPath);
}

/** The path to route on: the normalised one, with bytes outside ASCII escaped so that it decodes as UTF-8. */
export function routablePath(normalised: string): string {
  return escapeBytes(normalised, ascii);
}

/** Whether each character stands for one byte, as in what Node reads from the wire. */
export function isBytes(text: string): boolean {
  return !/[\u0100-\uffff]/.test(text);
}

/** Escapes the bytes (characters up to U+00FF) of a text that a set does not keep; returns the same string if none. */
export function escapeBytes(text: string, kept: Uint8Array): string {
  let from = 0;
  let escaped = '';
  for (let index = 0; index < text.length; index++) {
    const byte = text.charCodeAt(index);
    if (kept[byte] === 1) continue;
    escaped += text.slice(from, index) + escapes[byte];
    from = index + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
}

/** Letters, digits, `-`, `.`, `_` and `~`: what RFC 3986 never escapes, by byte. */
export const unreserved: Uint8Array = byteSet((character) => /[A-Za-z0-9._~-]/.test(character));
/** Bytes below 0x80. */
export const ascii: Uint8Array = byteSet((character) => character < '\u0080');
const keptInPath = byteSet((character) => /[A-Za-z0-9._~/-]/.test(character));

const escapes: readonly string[] = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`);

function byteSet(holds: (character: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(String.fromCharCode(byte)) ? 1 : 0));
}
