import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SignatureError } from '../src/http/sigv4/error.ts';
import { createSigningKeyCache } from '../src/http/sigv4/keys.ts';
import { type ParsedSignature, type SignedRequest, parseSigned } from '../src/http/sigv4/parse.ts';
import { verifySignature } from '../src/http/sigv4/verify.ts';
import { presignedRequest, signedRequest } from './support/sign.ts';

const now = Date.UTC(2026, 0, 1, 12);
const ana = { accessKeyId: 'AKIAANA0000000000000', secretAccessKey: 'Ana/keeps+this', sessionToken: 'FwoGZXIvYXdzEA==' };
const services = ['chime', 'iam', 'sts'];

describe('whatever bit of a signed request is flipped, it is refused or reads as the same request', () => {
  const input = {
    ...ana,
    method: 'POST',
    url: 'https://carillon.example.com:8443/accounts/a%40b/users/?max-results=10&name=x%20y&flag',
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-tag': 'one two' },
    body: '{"UserEmailList":["bo@example.com"]}',
    date: now,
  };
  const request = signedRequest(input);
  const presigned = presignedRequest({ ...input, method: 'GET', body: '' });

  test('as it stands it is accepted', () => {
    verify(request);
    verify(presigned);
  });

  test('method', () => {
    for (const method of flipped('POST')) expectRefused({ ...request, method });
    for (const method of flipped('GET')) expectRefused({ ...presigned, method });
  });

  test('path and query, and in a presigned request all that is signed with them', () => {
    for (const target of flipped(request.target)) expectRefused({ ...request, target });
    // The hex digits of an escape are the same in either case.
    for (const target of flipped(presigned.target)) expectRefused({ ...presigned, target }, ana, presigned);
  });

  test.each(['host', 'x-amz-date', 'x-amz-security-token', 'content-type', 'x-tag', 'authorization'])('header %s', (name) => {
    const at = request.rawHeaders.indexOf(name) + 1;
    for (const value of flipped(request.rawHeaders[at] ?? ''))
      expectRefused({ ...request, rawHeaders: request.rawHeaders.with(at, value) });
  });

  test('a signed header left out or sent again', () => {
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      expectRefused({ ...request, rawHeaders: request.rawHeaders.toSpliced(index, 2) });
      expectRefused({ ...request, rawHeaders: [...request.rawHeaders, ...request.rawHeaders.slice(index, index + 2)] });
    }
  });

  test('a signature that is cut off, goes on, or ends in letters that take more than one byte, though the right one came before', () => {
    const keys = createSigningKeyCache(4);
    const at = request.rawHeaders.indexOf('authorization') + 1;
    const authorization = request.rawHeaders[at] ?? '';
    const signature = authorization.slice(-64);
    for (const wrong of [
      signature.slice(0, 63),
      `${signature}0`,
      `${signature.slice(0, 63)}é`,
      `é${signature.slice(1)}`,
      signature.toUpperCase(),
    ]) {
      verify(request, keys);
      const rawHeaders = request.rawHeaders.with(at, authorization.slice(0, -64) + wrong);
      expect(() => verify({ ...request, rawHeaders }, keys)).toThrow(SignatureError);
    }
  });

  test('body, also when bytes are cut off or added', () => {
    for (const body of flipped(input.body)) expectRefused({ ...request, body: Buffer.from(body, 'latin1') });
    expectRefused({ ...request, body: Buffer.from(input.body.slice(0, -1)) });
    expectRefused({ ...request, body: Buffer.from(`${input.body} `) });
    expectRefused({ ...presigned, body: Buffer.from('{}') });
  });
});

describe('what the signer signs the verifier accepts, whatever is asked', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => value.isWellFormed());
  const segment = fc.oneof(text.map(encodeURIComponent), fc.constantFrom('', '.', '..', '%2E%2E', "!'()*", 'a+b', '~'));
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const value = fc.stringMatching(/^[\t -~\u0080-\u00ff]{0,20}$/);
  const asked = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path: fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`),
    query: fc.dictionary(text, fc.array(text, { minLength: 1, maxLength: 3 }), { maxKeys: 5, noNullPrototype: true }),
    headers: fc.dictionary(
      name.map((tail) => `h-${tail}`),
      value,
      { maxKeys: 5, noNullPrototype: true },
    ),
    body: fc.uint8Array({ maxLength: 40 }),
    region: fc.stringMatching(/^[a-z0-9-]{1,12}$/),
    service: fc.constantFrom(...services),
  });

  test('in the header or in the query', () => {
    const keys = createSigningKeyCache(4);
    fc.assert(
      fc.property(asked, fc.boolean(), ({ path, ...parts }, presign) => {
        const input = { ...ana, ...parts, url: `http://localhost:3000${path}`, date: now };
        const request = presign ? presignedRequest(input) : signedRequest(input);
        const parsed = verify(request, keys);
        expect(parsed).toMatchObject({ region: parts.region, service: parts.service, accessKeyId: ana.accessKeyId, presigned: presign });
        const sent = Object.entries(parts.query).flatMap(([key, values]) => values.map((one) => [key, one]));
        expect(parsed.query.map((parameter) => [parameter.name, parameter.value])).toEqual(sent);
        expect(parsed.path).not.toMatch(/\/\/|\/\.\.?(\/|$)/);
      }),
      { numRuns: 1000 },
    );
  });

  test('and not under another secret, service or time', () => {
    fc.assert(
      fc.property(asked, ({ path, ...parts }) => {
        const request = signedRequest({ ...ana, ...parts, url: `http://localhost:3000${path}`, date: now });
        expectRefused(request, { ...ana, secretAccessKey: 'another' });
        expect(() => parseSigned(request, { now, services: ['s3'] })).toThrow(SignatureError);
        expect(() => parseSigned(request, { now: now + 302_000, services })).toThrow(SignatureError);
      }),
    );
  });
});

describe('whatever is sent, only a SignatureError comes out', () => {
  const rawHeaders = ['host', 'host', 'x-amz-date', '20260101T120000Z'];
  const authorizationPart = fc.oneof(
    fc.constantFrom(
      'AWS4-HMAC-SHA256',
      ' ',
      ',',
      '=',
      ';',
      '/',
      'Credential=',
      'SignedHeaders=',
      'Signature=',
      'host',
      'x-amz-date',
      'aws4_request',
      '20260101',
      'chime',
    ),
    fc.string({ maxLength: 5 }),
  );
  const targetPart = fc.oneof(
    fc.constantFrom(
      '/',
      '//',
      '..',
      '.',
      '?',
      '&',
      '=',
      '%',
      '%2',
      '%zz',
      '%ff',
      '+',
      ';',
      '#',
      'X-Amz-Algorithm=AWS4-HMAC-SHA256',
      'X-Amz-Date=20260101T120000Z',
      'X-Amz-SignedHeaders=host',
      'X-Amz-Credential=A/20260101/r/chime/aws4_request',
      'X-Amz-Signature=0',
      'X-Amz-Expires=1',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );

  test('in the Authorization header', () => {
    fc.assert(
      fc.property(fc.array(authorizationPart, { maxLength: 30 }), (parts) => {
        expectRefused({ method: 'GET', target: '/', rawHeaders: [...rawHeaders, 'authorization', parts.join('')], body: Buffer.alloc(0) });
        expectRefused({
          method: 'GET',
          target: '/',
          rawHeaders: [...rawHeaders, 'authorization', `AWS4-HMAC-SHA256 ${parts.join('')}`],
          body: Buffer.alloc(0),
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('in the path and the query', () => {
    fc.assert(
      fc.property(fc.array(targetPart, { maxLength: 30 }), (parts) => {
        expectRefused({ method: 'GET', target: `/${parts.join('')}`, rawHeaders: ['host', 'host'], body: Buffer.alloc(0) });
        expectRefused({ method: 'GET', target: parts.join(''), rawHeaders, body: Buffer.alloc(0) });
      }),
      { numRuns: 2000 },
    );
  });

  test('in the headers', () => {
    const header = fc.oneof(fc.constantFrom('host', 'date', 'x-amz-date', 'x-amz-', 'x-amz-security-token', 'Authorization'), fc.string());
    const signature = 'AWS4-HMAC-SHA256 Credential=A/20260101/r/chime/aws4_request,SignedHeaders=host;x-amz-date,Signature=0';
    fc.assert(
      fc.property(fc.array(fc.oneof(header, fc.string({ unit: 'binary' })), { maxLength: 12 }), (headers) => {
        expectRefused({ method: 'GET', target: '/', rawHeaders: headers, body: Buffer.alloc(0) });
        expectRefused({
          method: 'GET',
          target: '/',
          rawHeaders: [...rawHeaders, 'authorization', signature, ...headers],
          body: Buffer.alloc(0),
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('and soon, also where the input is as long as it may be', () => {
    const long = 16_000;
    const start = process.hrtime.bigint();
    for (const piece of ['/', '/.', '/../', '?', '&', '%', '%25', '+', '=', 'a=&', ' ', '\u00e9']) {
      expectRefused({ method: 'GET', target: `/?${piece.repeat(long / piece.length)}`, rawHeaders, body: Buffer.alloc(0) });
      expectRefused({ method: 'GET', target: `/${piece.repeat(long / piece.length)}`, rawHeaders, body: Buffer.alloc(0) });
      for (const name of ['authorization', 'x-amz-date', 'host', 'x-amz-security-token']) {
        for (const prefix of ['', 'AWS4-HMAC-SHA256 ', 'AWS4-HMAC-SHA256 SignedHeaders=']) {
          const value = `${prefix}${piece.repeat(4000 / piece.length)}`;
          expectRefused({ method: 'GET', target: '/', rawHeaders: [...rawHeaders, name, value], body: Buffer.alloc(0) });
        }
      }
    }
    const headers = Array.from({ length: 4000 }, (_, index) => (index % 2 === 0 ? 'x-amz-date' : ''));
    expectRefused({ method: 'GET', target: '/', rawHeaders: headers, body: Buffer.alloc(0) });
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(1000);
  });
});

/** Every text that differs in one bit. */
function flipped(text: string): string[] {
  const bytes = Buffer.from(text, 'latin1');
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return changed.toString('latin1');
  });
}

function verify(request: SignedRequest, keys = createSigningKeyCache(4), credential = ana): ParsedSignature {
  const parsed = parseSigned(request, { now, services });
  verifySignature(parsed, request, credential, keys);
  return parsed;
}

/** @param same a request as which this one, only written differently, may be accepted. */
function expectRefused(request: SignedRequest, credential = ana, same?: SignedRequest): void {
  let refusal: unknown;
  try {
    const parsed = verify(request, createSigningKeyCache(4), credential);
    if (same) return expect(parsed).toEqual(verify(same));
  } catch (error) {
    refusal = error;
  }
  // One `expect` for each of many thousand attempts would cost more than they do.
  if (!(refusal instanceof SignatureError)) expect.fail(`${JSON.stringify(request)} led to ${String(refusal)}.`);
}
