import { SignatureError, quoted } from './error.ts';
import { ascii, escapeBytes, unreserved } from './path.ts';

/** Most parameters accepted in a query string. Operations of the Query protocol that need more send them in the body. */
export const queryParametersMax = 256;

/** One query parameter: decoded for those who route, and encoded for the signature. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string;
  /** Escaped per RFC 3986, as in the canonical query string. */
  readonly encodedName: string;
  readonly encodedValue: string;
}

/** Parses a query string (without question mark), in the order of the request. `a` is `a=`, `+` is a space, empty parts are skipped. */
export function parseQuery(query: string): readonly QueryParameter[] {
  if (query === '') return none;
  const parameters: QueryParameter[] = [];
  for (let from = 0; from <= query.length;) {
    const ampersand = query.indexOf('&', from);
    const to = ampersand === -1 ? query.length : ampersand;
    if (to > from) {
      if (parameters.length === queryParametersMax) {
        throw new SignatureError('MalformedRequest', `The query string has more than ${queryParametersMax} parameters.`);
      }
      parameters.push(parseParameter(query.slice(from, to)));
    }
    from = to + 1;
  }
  return parameters;
}

const none: readonly QueryParameter[] = [];

function parseParameter(part: string): QueryParameter {
  const equals = part.indexOf('=');
  const rawName = equals === -1 ? part : part.slice(0, equals);
  const rawValue = equals === -1 ? '' : part.slice(equals + 1);
  const plainName = isUnreserved(rawName);
  const plainValue = isUnreserved(rawValue);
  const name = plainName ? rawName : decode(rawName);
  const value = plainValue ? rawValue : decode(rawValue);
  return { name, value, encodedName: plainName ? rawName : encode(name), encodedValue: plainValue ? rawValue : encode(value) };
}

/** Such a text is its own decoded and its own encoded form. */
function isUnreserved(raw: string): boolean {
  let index = 0;
  while (index < raw.length && unreserved[raw.charCodeAt(index)] === 1) index++;
  return index === raw.length;
}

function decode(raw: string): string {
  try {
    // Bytes outside ASCII may come unescaped (`/?ሴ=bar` is a vector of AWS); they are escaped first to decode as UTF-8.
    return decodeURIComponent(escapeBytes(raw.replaceAll('+', ' '), ascii));
  } catch {
    throw new SignatureError('MalformedRequest', `The query string has an escape sequence that is no UTF-8 text: ${quoted(raw)}.`);
  }
}

/** RFC 3986: also what encodeURIComponent lets through. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * The query string of the canonical request: sorted by encoded name, then by encoded value, in byte order.
 * @param presigned leaves out the signature itself, which cannot cover itself.
 */
export function canonicalQuery(parameters: readonly QueryParameter[], presigned: boolean): string {
  if (parameters.length === 0) return '';
  const signed = presigned ? parameters.filter(({ name }) => name !== 'X-Amz-Signature') : parameters;
  const sorted = signed.length === 1 ? signed : signed.toSorted(byNameThenValue);
  let text = '';
  for (const { encodedName, encodedValue } of sorted) {
    text += text === '' ? `${encodedName}=${encodedValue}` : `&${encodedName}=${encodedValue}`;
  }
  return text;
}

/** Encoded texts are ASCII, where the order of characters is the order of bytes. */
function byNameThenValue(one: QueryParameter, other: QueryParameter): number {
  if (one.encodedName !== other.encodedName) return one.encodedName < other.encodedName ? -1 : 1;
  if (one.encodedValue === other.encodedValue) return 0;
  return one.encodedValue < other.encodedValue ? -1 : 1;
}
