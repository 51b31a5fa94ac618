import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';

/**
 * BinaryEquals compares byte for byte; both sides are base64. Source: IAM User Guide, "Binary condition operators".
 * Requests carry binary values as base64 too, since a context is text.
 */
export const binaryOperators: readonly Operator[] = [
  { name: 'BinaryEquals', family: 'Binary', isNegated: false, facet: 'bytes', takesVariables: false, prepare: prepareBinary },
];

/** Decodes base64 (RFC 4648, padding optional) to a string with one character per byte; undefined when it is not base64. */
export function decodeBase64(text: string): string | undefined {
  const digits = text.replace(/={1,2}$/, '');
  const isPadded = digits.length !== text.length;
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1 || (isPadded && text.length % 4 !== 0)) return undefined;
  let bytes = '';
  let bits = 0;
  let bitCount = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes += String.fromCharCode((bits >>> bitCount) & 0xff);
  }
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function prepareBinary(values: readonly PolicyValue[]): Matcher {
  const wanted = new Set(values.map((value) => decodeBase64(tokensText(value))).filter((bytes) => bytes !== undefined));
  return ({ bytes }) => bytes !== undefined && wanted.has(bytes);
}
