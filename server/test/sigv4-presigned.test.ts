import { describe, expect, test } from 'vitest';
import { SignatureError, type SignatureErrorCode } from '../src/http/sigv4/error.ts';
import { createSigningKeyCache } from '../src/http/sigv4/keys.ts';
import { type ParsedSignature, type SignedRequest, parseSigned } from '../src/http/sigv4/parse.ts';
import { type SigningCredential, verifySignature } from '../src/http/sigv4/verify.ts';
import { type PresignInput, presignedRequest, signedRequest } from './support/sign.ts';

// The sixth pitfall of SigV4 verification; the others are in sigv4-pitfalls.test.ts.

const now = Date.UTC(2026, 0, 1, 12);
const ana: SigningCredential = { accessKeyId: 'AKIAANA0000000000000', secretAccessKey: 'Ana/keeps+this' };
const empty: SignedRequest = {
  method: 'GET',
  target: '/',
  rawHeaders: ['host', 'host', 'x-amz-date', '20260101T120000Z'],
  body: Buffer.alloc(0),
};

describe('6, presigned requests', () => {
  test('they are accepted and marked, and their signature parameters kept from those who route', () => {
    const request = presignedRequest(input({ query: { Action: 'GetCallerIdentity', 'x-amz-user-agent': 'x' } }));
    expect(refusalOf(request)).toBeUndefined();
    const parsed = parse(request);
    expect(parsed.presigned).toBe(true);
    expect(parsed.query.map(({ name }) => name)).toEqual(['Action']);
    expect(parse(signedRequest(input())).presigned).toBe(false);
  });

  test('they live as long as they say, to the second', () => {
    const request = presignedRequest(input({ expiresSeconds: 60 }));
    expect(refusalOf(request, { at: now + 60_000 })).toBeUndefined();
    expect(refusalOf(request, { at: now + 61_000 })?.[0]).toBe('RequestExpired');
    expect(refusalOf(request, { at: now - 301_000 })?.[0]).toBe('SignatureDoesNotMatch');
  });

  test.each([0, 604_801, -1, 1.5])('a life of %d seconds is refused', (expiresSeconds) => {
    expect(refusalOf(presignedRequest(input({ expiresSeconds })))?.[0]).toBe('IncompleteSignature');
  });

  test('a life of seven days is the longest', () => {
    expect(refusalOf(presignedRequest(input({ expiresSeconds: 604_800 })), { at: now + 604_800_000 })).toBeUndefined();
  });

  test('without a life of their own they live as long as any other request', () => {
    const request = presignedRequest(input({ expiresSeconds: 'none' }));
    expect(refusalOf(request, { at: now + 300_000 })).toBeUndefined();
    expect(refusalOf(request, { at: now + 301_000 })?.[1]).toMatch(/^Signature expired: /);
  });

  test('their life cannot be lengthened', () => {
    const request = presignedRequest(input({ expiresSeconds: 60 }));
    expect(refusalOf({ ...request, target: request.target.replace('Expires=60', 'Expires=6000') })?.[0]).toBe('SignatureDoesNotMatch');
  });

  test('a session token in the query is signed', () => {
    const session = { ...ana, sessionToken: 'token+of/Ana=' };
    const request = presignedRequest(input({ sessionToken: session.sessionToken }));
    expect(refusalOf(request, { credential: session })).toBeUndefined();
    const other = { ...request, target: request.target.replace('token%2Bof', 'token%2Bto') };
    expect(refusalOf(other, { credential: { ...session, sessionToken: 'token+to/Ana=' } })?.[0]).toBe('SignatureDoesNotMatch');
  });

  test('a parameter of the signature sent twice is refused', () => {
    for (const name of ['X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature', 'X-Amz-Algorithm']) {
      const request = presignedRequest(input());
      expect(refusalOf({ ...request, target: `${request.target}&${name}=20260101T120000Z` })?.[0]).toBe('IncompleteSignature');
    }
  });

  test('a signature in both places is refused', () => {
    const request = presignedRequest(input());
    expect(refusalOf({ ...request, rawHeaders: [...request.rawHeaders, 'Authorization', 'Bearer x'] })?.[0]).toBe('SignatureDoesNotMatch');
  });

  test('without parameters they are told which they must include, as by AWS', () => {
    expect(refusalOf({ ...empty, target: '/?X-Amz-Algorithm=AWS4-HMAC-SHA256' })).toEqual([
      'IncompleteSignature',
      "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. " +
        "AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
    ]);
  });

  test('of another algorithm they have no token', () => {
    expect(refusalOf({ ...empty, target: '/?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256' })).toEqual([
      'MissingAuthenticationToken',
      'Missing Authentication Token',
    ]);
  });
});

function input(changes: Partial<PresignInput> = {}): PresignInput {
  return { method: 'GET', url: 'https://host/accounts', ...ana, date: now, ...changes };
}

function parse(request: SignedRequest, at = now): ParsedSignature {
  return parseSigned(request, { now: at, services: ['chime'] });
}

/** Code and message, or undefined if the request was accepted. */
function refusalOf(
  request: SignedRequest,
  { credential = ana, at = now }: { credential?: SigningCredential; at?: number } = {},
): readonly [SignatureErrorCode, string] | undefined {
  try {
    const parsed = parse(request, at);
    verifySignature(parsed, request, credential, createSigningKeyCache(10));
    return undefined;
  } catch (error) {
    if (error instanceof SignatureError) return [error.code, error.message];
    throw error;
  }
}
