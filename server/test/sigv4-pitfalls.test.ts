import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SignatureError, type SignatureErrorCode } from '../src/http/sigv4/error.ts';
import { createSigningKeyCache } from '../src/http/sigv4/keys.ts';
import { type ParsedSignature, type SignedRequest, parseSigned } from '../src/http/sigv4/parse.ts';
import { type SigningCredential, verifySignature } from '../src/http/sigv4/verify.ts';
import { type SignInput, presignedRequest, signedRequest } from './support/sign.ts';

// The pitfalls of SigV4 verification, numbered as in the design; each has been a hole in someone's verifier.
// The sixth, presigned requests, is in sigv4-presigned.test.ts.

const now = Date.UTC(2026, 0, 1, 12);
const ana: SigningCredential = { accessKeyId: 'AKIAANA0000000000000', secretAccessKey: 'Ana/keeps+this' };

describe('1, the path', () => {
  test.each([
    ['//accounts', '/accounts'],
    ['/accounts//a', '/accounts/a'],
    ['/./accounts/.', '/accounts'],
    ['/accounts/x/..', '/accounts'],
    ['/../accounts/', '/accounts/'],
    ['/accounts/', '/accounts/'],
    ['/..//', '/'],
    ['/accounts/%2E%2E/b', '/accounts/%2E%2E/b'],
    ['/.../.a/b.', '/.../.a/b.'],
  ])('%s is verified and routed as %s', (sent, routed) => {
    expect(accepted(signedRequest(input({ url: `https://host${sent}` }))).path).toBe(routed);
  });

  test('what was signed as one path is refused on another that normalises differently', () => {
    const request = signedRequest(input({ url: 'https://host/accounts/a' }));
    expectRefusal({ ...request, target: '/accounts/b/../b' }, 'SignatureDoesNotMatch');
  });

  test('a path that travels escaped is signed escaped once more', () => {
    const parsed = accepted(signedRequest(input({ url: 'https://host/users/a%40b%20c%2Fd' })));
    expect(parsed.canonical.path).toBe('/users/a%2540b%2520c%252Fd');
    expect(parsed.path).toBe('/users/a%40b%20c%2Fd');
  });

  test('unescaped bytes outside ASCII are routed as the UTF-8 they are', () => {
    const target = Buffer.from('/users/é').toString('latin1');
    expect(parse({ ...signedRequest(input()), target }).path).toBe('/users/%C3%A9');
  });

  test.each(['', '*', 'http://host/accounts', '?a=b'])('the target %j, which has no absolute path, is refused', (target) => {
    expectRefusal({ ...signedRequest(input()), target }, 'MalformedRequest');
  });
});

describe('2, the query', () => {
  test.each([
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1&A=3', 'A=3&a=1&a=2'],
    ['a-b=1&a=2&a.b=3', 'a=2&a-b=1&a.b=3'],
    ['a', 'a='],
    ['a=&=b&&', '=b&a='],
    ['a=b+c', 'a=b%20c'],
    ["a=!'()*:/,@;", 'a=%21%27%28%29%2A%3A%2F%2C%40%3B'],
    ['a=b=c', 'a=b%3Dc'],
    ['%61=%7e%2d', 'a=~-'],
    ['a=%c3%a9', 'a=%C3%A9'],
    ['%C3%A9=1&z=2', '%C3%A9=1&z=2'],
  ])('%s is signed as %s', (sent, signed) => {
    expect(accepted(signedRequest(input({ url: `https://host/?${sent}` }))).canonical.query).toBe(signed);
  });

  test('those who route get the decoded parameters in the order sent', () => {
    const { query } = accepted(signedRequest(input({ url: 'https://host/?b=x+y&a=%C3%A9&b=&c' })));
    expect(query.map(({ name, value }) => [name, value])).toEqual([
      ['b', 'x y'],
      ['a', 'é'],
      ['b', ''],
      ['c', ''],
    ]);
  });

  test.each(['a=%', 'a=%4', 'a=%zz', '%ff=1', 'a=%C3', 'a=%ED%A0%80'])('%s, which decodes to no text, is refused', (query) => {
    expectRefusal({ ...signedRequest(input()), target: `/?${query}` }, 'MalformedRequest');
  });
});

describe('3, repeated headers', () => {
  const signed = signedRequest(input({ headers: { 'x-tag': 'a,b' } }));
  const others = signed.rawHeaders.filter((_, index) => signed.rawHeaders[index - (index % 2)] !== 'x-tag');

  test('their values are joined by a bare comma in the order received', () => {
    accepted({ ...signed, rawHeaders: ['X-Tag', 'a', ...others, 'x-tag', ' b '] });
    expectRefusal({ ...signed, rawHeaders: ['X-Tag', 'b', ...others, 'x-tag', 'a'] }, 'SignatureDoesNotMatch');
    expectRefusal({ ...signed, rawHeaders: ['x-tag', 'a', ...others] }, 'SignatureDoesNotMatch');
  });

  test('header bytes outside ASCII are hashed as the bytes sent', () => {
    const value = Buffer.from('Zoë ሴ').toString('latin1');
    accepted(signedRequest(input({ headers: { 'x-tag': value } })));
  });

  test('whitespace around and within a value is signed as one space', () => {
    const spaced = signed.rawHeaders.map((text) => (text === 'a,b' ? ' \ta,b  ' : text));
    accepted({ ...signed, rawHeaders: spaced });
    const inner = signedRequest(input({ headers: { 'x-tag': 'a   b' } }));
    accepted({ ...inner, rawHeaders: inner.rawHeaders.map((text) => (text === 'a   b' ? 'a \t b' : text)) });
  });
});

describe('4, the signed headers', () => {
  test.each(['x-amz-target', 'X-Amz-Anything', 'x-amz-security-token', 'x-amz-content-sha256'])('an unsigned %s is refused', (name) => {
    const request = signedRequest(input());
    expectRefusal({ ...request, rawHeaders: [...request.rawHeaders, name, 'x'] }, 'SignatureDoesNotMatch');
  });

  test('an unsigned x-amz-date is refused', () => {
    expectRefusal(withSignedHeaders('host'), 'SignatureDoesNotMatch');
  });

  test('headers that are none of our business may be added on the way', () => {
    const request = signedRequest(input());
    accepted({
      ...request,
      rawHeaders: [...request.rawHeaders, 'X-Forwarded-For', '10.0.0.1', 'User-Agent', 'curl', 'x-amzn-trace-id', 'Root=1'],
    });
  });

  test('a host that is not signed is refused', () => {
    expectRefusal(withSignedHeaders('x-amz-date'), 'SignatureDoesNotMatch');
  });

  test.each(['x-amz-date;host', 'Host;x-amz-date', 'host;host;x-amz-date', 'host;;x-amz-date', ';host;x-amz-date'])(
    'SignedHeaders=%s, unsorted, repeated or not lower-case, is refused',
    (names) => void expectRefusal(withSignedHeaders(names), 'IncompleteSignature'),
  );

  test('a signed header that the request does not carry is refused, even if it was signed empty', () => {
    const request = signedRequest(input({ headers: { 'x-tag': '' } }));
    accepted(request);
    expectRefusal(
      { ...request, rawHeaders: request.rawHeaders.filter((_, index) => request.rawHeaders[index - (index % 2)] !== 'x-tag') },
      'SignatureDoesNotMatch',
    );
  });

  test('a made-up name in a presigned SignedHeaders cannot bring a header line of its own', () => {
    const target = presignedRequest(input()).target.replace('SignedHeaders=host', 'SignedHeaders=host%0Ax-tag%3Aadmin');
    expectRefusal({ ...presignedRequest(input()), target }, 'SignatureDoesNotMatch');
  });

  test('the scope of another day than x-amz-date is refused', () => {
    const request = signedRequest(input());
    expectRefusal(
      withAuthorization(request, (text) => text.replace('/20260101/', '/20260102/')),
      'SignatureDoesNotMatch',
    );
    expectRefusal(
      withAuthorization(request, (text) => text.replace('/20260101/', '//')),
      'SignatureDoesNotMatch',
    );
  });

  test('host and x-amz-date suffice, and everything may be signed', () => {
    accepted(signedRequest(input()));
    accepted(
      signedRequest(input({ headers: { accept: '*/*', 'content-type': 'application/json', 'user-agent': 'x', 'x-amz-target': 'T' } })),
    );
  });
});

describe('5, the body', () => {
  const body = '{"Name":"Acme"}';

  test('another body is refused, whether or not its hash was declared', () => {
    for (const headers of [{}, { 'x-amz-content-sha256': hashOf(body) }]) {
      const request = signedRequest(input({ method: 'POST', body, headers }));
      accepted(request);
      expectRefusal({ ...request, body: Buffer.from('{"Name":"Evil"}') }, 'SignatureDoesNotMatch');
      expectRefusal({ ...request, body: Buffer.alloc(0) }, 'SignatureDoesNotMatch');
    }
  });

  test.each([hashOf('another body'), hashOf(body).toUpperCase(), 'UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', ''])(
    'the declared hash %j, though signed, is refused if it is not that of the body',
    (declared) => {
      const request = signedRequest(input({ method: 'POST', body, headers: { 'x-amz-content-sha256': declared } }));
      expectRefusal(request, 'SignatureDoesNotMatch');
    },
  );

  test('a body is hashed as bytes, not as text', () => {
    accepted(signedRequest(input({ method: 'PUT', body: Uint8Array.from([0xff, 0x00, 0x80]) })));
  });
});

describe('7, time and secrets', () => {
  test('five minutes either way are accepted, a second more is not', () => {
    const request = signedRequest(input());
    for (const at of [now - 300_000, now + 300_000, now + 300_999]) accepted(request, { at });
    const early = expectRefusal(request, 'SignatureDoesNotMatch', { at: now - 301_000 });
    expect(early).toBe('Signature not yet current: 20260101T120000Z is still later than 20260101T115959Z (20260101T115459Z + 5 min.)');
    const late = expectRefusal(request, 'SignatureDoesNotMatch', { at: now + 301_999 });
    expect(late).toBe('Signature expired: 20260101T120000Z is now earlier than 20260101T120001Z (20260101T120501Z - 5 min.)');
  });

  test('an unknown key is refused after the work of a known one', () => {
    expectRefusal(signedRequest(input()), 'UnknownKey', { credential: undefined });
    const request = signedRequest(input());
    const parsed = parse(request);
    const keys = createSigningKeyCache(10);
    const wrong = { ...ana, secretAccessKey: 'not the secret' };
    const nanoseconds = (credential: SigningCredential | undefined): number => {
      const start = process.hrtime.bigint();
      for (let index = 0; index < 1000; index++) refusal(() => verifySignature(parsed, request, credential, keys));
      return Number(process.hrtime.bigint() - start);
    };
    // About 1 with the dummy work, 0.2 without.
    const rounds = Array.from({ length: 7 }, () => [nanoseconds(undefined), nanoseconds(wrong)] as const);
    const [unknown, known] = [Math.min(...rounds.map(([one]) => one)), Math.min(...rounds.map(([, other]) => other))];
    expect(unknown / known).toBeGreaterThan(0.5);
  });

  test('a credential of another key than the one claimed is refused, even with the right secret', () => {
    expectRefusal(signedRequest(input()), 'UnknownKey', { credential: { ...ana, accessKeyId: 'AKIABO00000000000000' } });
  });
});

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function input(changes: Partial<SignInput> = {}): SignInput {
  return { method: 'GET', url: 'https://host/accounts', ...ana, date: now, ...changes };
}

interface Circumstances {
  readonly at?: number;
  readonly credential?: SigningCredential | undefined;
}

function parse(request: SignedRequest, at = now): ParsedSignature {
  return parseSigned(request, { now: at, services: ['chime'] });
}

function accepted(request: SignedRequest, { at = now, credential = ana }: Circumstances = {}): ParsedSignature {
  const parsed = parse(request, at);
  verifySignature(parsed, request, credential, createSigningKeyCache(10));
  return parsed;
}

/** Returns the message. */
function expectRefusal(request: SignedRequest, code: SignatureErrorCode, circumstances: Circumstances = {}): string {
  const { at = now } = circumstances;
  const credential = 'credential' in circumstances ? circumstances.credential : ana;
  const error = refusal(() => verifySignature(parse(request, at), request, credential, createSigningKeyCache(10)));
  expect(error).toMatchObject({ name: 'SignatureError', code });
  return error.message;
}

/** What a run throws, which must be a SignatureError. */
function refusal(run: () => void): SignatureError {
  try {
    run();
  } catch (error) {
    if (error instanceof SignatureError) return error;
    throw error;
  }
  throw new Error('The request was accepted.');
}

function withAuthorization(request: SignedRequest, change: (authorization: string) => string): SignedRequest {
  return { ...request, rawHeaders: request.rawHeaders.map((text) => (text.startsWith('AWS4-') ? change(text) : text)) };
}

function withSignedHeaders(names: string): SignedRequest {
  return withAuthorization(signedRequest(input()), (text) => text.replace('SignedHeaders=host;x-amz-date', `SignedHeaders=${names}`));
}
