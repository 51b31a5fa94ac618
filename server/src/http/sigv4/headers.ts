import { SignatureError, quoted } from './error.ts';
import { isBytes } from './path.ts';

/** The headers of a request in its order: lower-case names, and beside them the values as received. */
export interface HeaderList {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/**
 * Reads Node's `rawHeaders`. Its `headers` would not do: it joins repeated headers with ", " where the canonical
 * form wants ",", and of some it keeps only the first.
 */
export function readHeaders(rawHeaders: readonly string[]): HeaderList {
  const names: string[] = [];
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    names.push((rawHeaders[index] ?? '').toLowerCase());
    values.push(rawHeaders[index + 1] ?? '');
  }
  return { names, values };
}

/** A header's canonical value, those of a repeated header joined by commas in the order received; undefined if absent. */
export function findHeader({ names, values }: HeaderList, name: string): string | undefined {
  let found: string | undefined;
  for (let index = names.indexOf(name); index !== -1; index = names.indexOf(name, index + 1)) {
    const value = trimAll(values[index] ?? '');
    found = found === undefined ? value : `${found},${value}`;
  }
  return found;
}

/** Refuses a request some of whose headers are not signed though a service may act on them: `host` and every `x-amz-*`. */
export function requireSigned({ names }: HeaderList, signedHeaders: readonly string[]): void {
  if (!signedHeaders.includes('host')) {
    throw new SignatureError('SignatureDoesNotMatch', "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name of names) {
    if (name.startsWith('x-amz-') && !signedHeaders.includes(name)) {
      throw new SignatureError('SignatureDoesNotMatch', `${quoted(name)} must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
}

/** The header lines of the canonical request, each ended by a newline, in the order of the (sorted) names. */
export function canonicalHeaders(headers: HeaderList, signedHeaders: readonly string[]): string {
  let lines = '';
  for (const name of signedHeaders) {
    const value = findHeader(headers, name);
    // An absent header would be signed like an empty one, and a name made up by the caller could bring lines of its own.
    if (value === undefined) {
      throw new SignatureError('SignatureDoesNotMatch', `SignedHeaders names ${quoted(name)}, which the request does not carry.`);
    }
    lines += `${name}:${value}\n`;
  }
  if (!isBytes(lines)) throw new SignatureError('MalformedRequest', 'A signed header holds characters that are no bytes.');
  return lines;
}

/** Drops whitespace at both ends and makes one space of each run within. */
function trimAll(value: string): string {
  return /[\t\r\n]|  |^ | $/.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value;
}
