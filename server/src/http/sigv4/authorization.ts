import { remembering } from './remembering.ts';
import { SignatureError, authorizationDigest, missingToken, quoted, unknownKey } from './error.ts';

/** The only algorithm of Signature Version 4 that a shared secret can verify. */
export const algorithm = 'AWS4-HMAC-SHA256';

/** Longest Authorization header accepted, in characters. The SDKs send about 300. */
export const authorizationLengthMax = 4096;

/** Most header names accepted in SignedHeaders. The SDKs sign at most ten or so. */
export const signedHeadersMax = 64;

/** What a caller claims, from the header or the query string, not yet looked into. */
export interface Claim {
  /** `keyid/date/region/service/aws4_request`. */
  readonly credential: string;
  /** Names joined by semicolons. */
  readonly signedHeaders: string;
  readonly signature: string;
}

/**
 * Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
 * @param dated whether the request carries a date; AWS reports its absence in the same breath as missing parameters.
 */
export function parseAuthorization(header: string, dated: boolean): Claim {
  if (header.length > authorizationLengthMax) {
    throw incomplete(`The Authorization header has ${header.length} characters; at most ${authorizationLengthMax} are allowed.`);
  }
  const space = header.indexOf(' ');
  const scheme = space === -1 ? header : header.slice(0, space);
  if (!scheme.startsWith('AWS4-')) throw missingToken();
  if (scheme !== algorithm) throw incomplete(`Unsupported AWS 'algorithm': ${quoted(scheme)} (only ${algorithm} for now).`);
  const claim = { credential: '', signedHeaders: '', signature: '' };
  for (let from = scheme.length; from < header.length;) {
    const comma = header.indexOf(',', from);
    const to = comma === -1 ? header.length : comma;
    readField(claim, header.slice(skipSpaces(header, from), to), header);
    from = to + 1;
  }
  if (!dated || claim.credential === '' || claim.signature === '' || claim.signedHeaders === '') throw lacking(claim, dated, header);
  return claim;
}

/** AWS lists everything that is missing in one message, in this order. */
function lacking({ credential, signature, signedHeaders }: Claim, dated: boolean, header: string): SignatureError {
  const missing = Object.entries({ Credential: credential, Signature: signature, SignedHeaders: signedHeaders })
    .filter(([, value]) => value === '')
    .map(([name]) => `Authorization header requires '${name}' parameter.`);
  if (!dated) missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  return incomplete(`${missing.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${authorizationDigest(header)}`);
}

function skipSpaces(text: string, from: number): number {
  let index = from;
  while (text[index] === ' ') index++;
  return index;
}

function readField(claim: { credential: string; signedHeaders: string; signature: string }, field: string, header: string): void {
  if (field === '') return;
  const equals = field.indexOf('=');
  if (equals === -1 || field.includes(' ')) {
    throw incomplete(
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${authorizationDigest(header)}'.`,
    );
  }
  const name = field.slice(0, equals);
  const value = field.slice(equals + 1);
  // AWS lets the last of several win. What one reader takes from the first and another from the last is better refused.
  const once = (before: string): string => {
    if (before !== '') throw incomplete(`The Authorization header has '${name}' more than once.`);
    return value;
  };
  if (name === 'Credential') claim.credential = once(claim.credential);
  else if (name === 'SignedHeaders') claim.signedHeaders = once(claim.signedHeaders);
  else if (name === 'Signature') claim.signature = once(claim.signature);
  else throw incomplete(`The Authorization header has an unknown parameter ${quoted(name)}.`);
}

/** Credentials, and lists of signed headers, that are remembered. */
const rememberedMax = 1_000;

/** Splits SignedHeaders, which must be sorted, lower-case and without repetition, as every signer writes it. */
export const parseSignedHeaders: (text: string) => readonly string[] = remembering(rememberedMax, splitSignedHeaders);

function splitSignedHeaders(text: string): readonly string[] {
  const names = text.split(';', signedHeadersMax + 1);
  if (names.length > signedHeadersMax) throw incomplete(`SignedHeaders names more than ${signedHeadersMax} headers.`);
  let previous = '';
  for (const name of names) {
    if (name <= previous || name !== name.toLowerCase()) {
      throw incomplete(`SignedHeaders must be lower-case names in ascending order, joined by semicolons. Got ${quoted(text)}.`);
    }
    previous = name;
  }
  return names;
}

/** The parts of a Credential. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `YYYYMMDD`, equal to the day on which the request was signed. */
  readonly date: string;
  /** Any region: Carillon serves all of them. */
  readonly region: string;
  readonly service: string;
}

/** Splits and checks a Credential against the services this endpoint answers for and the request's own date. */
export function parseCredential(credential: string, services: readonly string[], amzDate: string): CredentialScope {
  const read = readCredential(credential);
  if (!read.isScope || !services.includes(read.service) || !amzDate.startsWith(read.date)) throw wrongScope(read, services, amzDate);
  if (!read.isKeyId) throw unknownKey();
  return read;
}

/** A Credential with what it says of itself. */
interface ReadCredential extends CredentialScope {
  readonly terminator: string;
  /** Day, region and terminator are such. */
  readonly isScope: boolean;
  readonly isKeyId: boolean;
}

const readCredential: (credential: string) => ReadCredential = remembering(rememberedMax, (credential) => {
  const parts = credential.split('/', 6);
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = parts;
  if (parts.length !== 5) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got ${quoted(credential)}`,
    );
  }
  const isScope = terminator === 'aws4_request' && date.length === 8 && isRegion(region);
  return { accessKeyId, date, region, service, terminator, isScope, isKeyId: /^\w{1,128}$/.test(accessKeyId) };
});

/** Region codes are free, but bounded: they become part of cache keys and log lines. */
function isRegion(region: string): boolean {
  return /^[a-z0-9-]{1,32}$/.test(region);
}

/** AWS lists everything wrong with a scope in one message, in this order. */
function wrongScope({ date, region, service, terminator }: ReadCredential, services: readonly string[], amzDate: string): SignatureError {
  const day = amzDate.slice(0, 8);
  const complaints = [
    ...(isRegion(region) ? [] : [`Credential should be scoped to a valid region, not ${quoted(region)}.`]),
    ...(services.includes(service) ? [] : [`Credential should be scoped to correct service: ${services.map(quoted).join(' or ')}.`]),
    ...(terminator === 'aws4_request'
      ? []
      : [`Credential should be scoped with a valid terminator: 'aws4_request', not ${quoted(terminator)}.`]),
    ...(date === day
      ? []
      : [
          `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${quoted(date)} != '${day}', from '${amzDate}'.`,
        ]),
  ];
  return new SignatureError('SignatureDoesNotMatch', complaints.join(' '));
}

function incomplete(message: string): SignatureError {
  return new SignatureError('IncompleteSignature', message);
}
