import { hash } from 'node:crypto';
import { equalTexts } from '../../equal-texts.ts';
import { algorithm } from './authorization.ts';
import { SignatureError, expiredToken, invalidToken, quoted, signatureMismatch, unknownKey } from './error.ts';
import { type HmacKey, hmacHex, prepareHmacKey, sha256Hex } from './hmac.ts';
import { type SigningKeyCache, deriveSigningKey } from './keys.ts';
import type { ParsedSignature, SignedRequest } from './parse.ts';

/** An access key as the store knows it. */
export interface SigningCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials only: the token every request must carry. */
  readonly sessionToken?: string | undefined;
  /** Temporary credentials only: when they end, epoch milliseconds. */
  readonly expiresAt?: number | undefined;
}

/**
 * Step 2 of 2: verifies the signature with the credential looked up for `parsed.accessKeyId`.
 * @param request the one that was parsed.
 * @param credential undefined if there is none, or none that may be used.
 * Throws SignatureError and nothing else; returning means verified.
 */
export function verifySignature(
  parsed: ParsedSignature,
  request: SignedRequest,
  credential: SigningCredential | undefined,
  keys: SigningKeyCache,
): void {
  const stringToSign = stringToSignOf(parsed, request);
  if (credential?.accessKeyId !== parsed.accessKeyId) {
    // The work of a known key is done all the same, so that the time of the answer does not tell which ids exist.
    isSignature(parsed.signature, prepareHmacKey(deriveSigningKey('no such key', parsed)), stringToSign);
    throw unknownKey();
  }
  const name = parsed.canonical.credential;
  const kept = keys.find(name, credential.secretAccessKey);
  const key = kept ?? prepareHmacKey(deriveSigningKey(credential.secretAccessKey, parsed));
  if (!isSignature(parsed.signature, key, stringToSign)) throw signatureMismatch();
  if (!kept) keys.keep(name, credential.secretAccessKey, key);
  requireSession(parsed, credential);
}

const emptyPayloadHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** "Create a string to sign", IAM User Guide. The payload's hash is always ours, never the one the caller declares. */
function stringToSignOf(
  { canonical: { path, query, headers, signedHeaders, scope, payloadHash: declared }, amzDate }: ParsedSignature,
  { method, body }: SignedRequest,
): string {
  const payloadHash = body.length === 0 ? emptyPayloadHash : hash('sha256', body);
  if (declared !== undefined && declared !== payloadHash) throw wrongPayloadHash(declared);
  const canonicalRequest = `${method}\n${path}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
  // Header values are latin1: one character per byte that the client hashed.
  return `${algorithm}\n${amzDate}\n${scope}\n${sha256Hex(canonicalRequest)}`;
}

function wrongPayloadHash(declared: string): SignatureError {
  const supported = /^(UNSIGNED|STREAMING)-/.test(declared)
    ? `${quoted(declared)} is not supported: sign the whole payload.`
    : "The provided 'x-amz-content-sha256' header does not match what was computed.";
  return new SignatureError('SignatureDoesNotMatch', supported);
}

/** In constant time for signatures of the right length, which is no secret. */
function isSignature(signature: string, key: HmacKey, stringToSign: string): boolean {
  return equalTexts(hmacHex(key, stringToSign), signature);
}

/** Only after the signature: until then nothing about the key's session is told. */
function requireSession(parsed: ParsedSignature, { sessionToken, expiresAt }: SigningCredential): void {
  if (sessionToken === undefined) {
    if (parsed.sessionToken !== undefined) throw invalidToken();
  } else if (parsed.sessionToken === undefined || !equalTexts(sessionToken, parsed.sessionToken)) throw invalidToken();
  if (expiresAt !== undefined && parsed.receivedAt >= expiresAt) throw expiredToken();
}
