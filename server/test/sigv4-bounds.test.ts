import { describe, expect, test } from 'vitest';
import { authorizationLengthMax, signedHeadersMax } from '../src/http/sigv4/authorization.ts';
import { SignatureError, type SignatureErrorCode } from '../src/http/sigv4/error.ts';
import { prepareHmacKey } from '../src/http/sigv4/hmac.ts';
import { type SigningKeyCache, createSigningKeyCache, deriveSigningKey } from '../src/http/sigv4/keys.ts';
import { type SignedRequest, parseSigned } from '../src/http/sigv4/parse.ts';
import { targetLengthMax } from '../src/http/sigv4/path.ts';
import { queryParametersMax } from '../src/http/sigv4/query.ts';
import { type SigningCredential, verifySignature } from '../src/http/sigv4/verify.ts';
import { type SignInput, presignedRequest, signedRequest } from './support/sign.ts';

const now = Date.UTC(2026, 0, 1, 12);
const ana: SigningCredential = { accessKeyId: 'AKIAANA0000000000000', secretAccessKey: 'Ana/keeps+this' };
const scope = 'AKIAANA0000000000000/20260101/us-east-1/chime/aws4_request';
const someKey = prepareHmacKey(deriveSigningKey('secret', { date: '20260101', region: 'us-east-1', service: 'chime' }));
const empty: SignedRequest = {
  method: 'GET',
  target: '/',
  rawHeaders: ['host', 'host', 'x-amz-date', '20260101T120000Z'],
  body: Buffer.alloc(0),
};

describe('bounds', () => {
  test.each<[string, SignatureErrorCode, SignedRequest]>([
    ['request target', 'MalformedRequest', { ...empty, target: `/${'a'.repeat(targetLengthMax)}` }],
    ['query string', 'MalformedRequest', { ...empty, target: `/?${'a&'.repeat(queryParametersMax + 1)}` }],
    [
      'Authorization header',
      'IncompleteSignature',
      withAuthorization(authorizationWith({ Signature: 'a'.repeat(authorizationLengthMax) })),
    ],
    ['SignedHeaders', 'IncompleteSignature', withAuthorization(authorizationWith({ SignedHeaders: many(signedHeadersMax + 1) }))],
  ])('one too many: %s', (what, code, request) => {
    const refusal = refusalOf(request);
    expect(refusal?.[0]).toBe(code);
    expect(refusal?.[1]).toContain(what);
  });

  test('as many as allowed', () => {
    const headers = Object.fromEntries(Array.from({ length: signedHeadersMax - 2 }, (_, index) => [`x-tag-${index}`, 'x']));
    const query = Object.fromEntries(Array.from({ length: queryParametersMax }, (_, index) => [`p${index}`, 'x']));
    expect(refusalOf(signedRequest(input({ headers, query })))).toBeUndefined();
    const url = `https://host/${'a'.repeat(targetLengthMax - 1)}`;
    expect(refusalOf(signedRequest(input({ url })))).toBeUndefined();
  });

  test.each([
    `${authorizationWith({})}, ${authorizationWith({})}`,
    authorizationWith({}).replace('Signature=', 'Signature=b, Signature='),
    `${authorizationWith({})}, Extra=1`,
  ])('an Authorization header that two readers could read differently is refused', (authorization) => {
    expect(refusalOf(withAuthorization(authorization))?.[0]).toBe('IncompleteSignature');
  });

  test('two Authorization headers are refused', () => {
    const request = signedRequest(input({}));
    expect(refusalOf({ ...request, rawHeaders: [...request.rawHeaders, 'AUTHORIZATION', 'Bearer x'] })?.[0]).toBe('IncompleteSignature');
  });
});

describe('the signing keys kept', () => {
  test('are as many as allowed, and those in use stay', () => {
    const keys = createSigningKeyCache(10);
    for (let index = 0; index < 1000; index++) {
      keys.keep(`k${index}/s`, 'secret', someKey);
      expect(keys.find('k0/s', 'secret')).toBeDefined();
    }
    const held = Array.from({ length: 1000 }, (_, index) => keys.find(`k${index}/s`, 'secret')).filter((key) => key !== undefined);
    expect(held.length).toBeGreaterThanOrEqual(2);
    expect(held.length).toBeLessThanOrEqual(10);
  });

  test('go with the access key, and with no other', () => {
    const keys = createSigningKeyCache(10);
    for (const name of ['AKIA1/20260101', 'AKIA1/20260102', 'AKIA10/20260101']) keys.keep(name, 'secret', someKey);
    keys.forget('AKIA1');
    expect(['AKIA1/20260101', 'AKIA1/20260102', 'AKIA10/20260101'].map((name) => keys.find(name, 'secret') !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('do not outlive a change of the secret', () => {
    const keys = createSigningKeyCache(10);
    const request = signedRequest(input({}));
    const rotated = { ...ana, secretAccessKey: 'rotated' };
    expect(refusalOf(request, { keys })).toBeUndefined();
    expect(refusalOf(request, { credential: rotated, keys })?.[0]).toBe('SignatureDoesNotMatch');
    expect(refusalOf(signedRequest(input(rotated)), { credential: rotated, keys })).toBeUndefined();
  });

  test('are never those of a signature that failed', () => {
    const keys = createSigningKeyCache(10);
    refusalOf(signedRequest(input({ secretAccessKey: 'guess' })), { keys });
    expect(keys.find(scope, ana.secretAccessKey)).toBeUndefined();
    refusalOf(presignedRequest(input({})), { keys });
    expect(keys.find(scope, ana.secretAccessKey)).toBeDefined();
  });
});

function input(changes: Partial<SignInput>): SignInput {
  return { method: 'GET', url: 'https://host/accounts', ...ana, date: now, ...changes };
}

function many(count: number): string {
  return Array.from({ length: count }, (_, index) => `x-tag-${String(index).padStart(4, '0')}`).join(';');
}

function authorizationWith(changes: Readonly<Record<string, string>>): string {
  const fields = { Credential: scope, SignedHeaders: 'host;x-amz-date', Signature: 'a', ...changes };
  return `AWS4-HMAC-SHA256 ${Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}`;
}

function withAuthorization(authorization: string | undefined): SignedRequest {
  return authorization === undefined ? empty : { ...empty, rawHeaders: [...empty.rawHeaders, 'Authorization', authorization] };
}

/** Code and message, or undefined if the request was accepted. */
function refusalOf(
  request: SignedRequest,
  {
    credential = ana,
    keys = createSigningKeyCache(10),
    at = now,
  }: { credential?: SigningCredential; keys?: SigningKeyCache; at?: number } = {},
): readonly [SignatureErrorCode, string] | undefined {
  try {
    const parsed = parseSigned(request, { now: at, services: ['chime'] });
    verifySignature(parsed, request, credential, keys);
    return undefined;
  } catch (error) {
    if (error instanceof SignatureError) return [error.code, error.message];
    throw error;
  }
}
