import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  SignatureError,
  type SignatureErrorCode,
  expiredToken,
  invalidToken,
  missingToken,
  signatureFault,
  signatureMismatch,
  unknownKey,
} from '../src/http/sigv4/error.ts';
import { createSigningKeyCache } from '../src/http/sigv4/keys.ts';
import { type SignedRequest, parseSigned } from '../src/http/sigv4/parse.ts';
import { type SigningCredential, verifySignature } from '../src/http/sigv4/verify.ts';
import { type SignInput, signedRequest } from './support/sign.ts';

const now = Date.UTC(2026, 0, 1, 12);
const ana: SigningCredential = { accessKeyId: 'AKIAANA0000000000000', secretAccessKey: 'Ana/keeps+this' };
const scope = 'AKIAANA0000000000000/20260101/us-east-1/chime/aws4_request';
const empty: SignedRequest = {
  method: 'GET',
  target: '/',
  rawHeaders: ['host', 'host', 'x-amz-date', '20260101T120000Z'],
  body: Buffer.alloc(0),
};

describe('the front door says what AWS says', () => {
  test.each([
    ['nothing', undefined],
    ['a bearer token', 'Bearer abc'],
    ['basic credentials', 'Basic QW5hOnNlY3JldA=='],
    ['an empty header', ''],
  ])('to %s: no token', (_, authorization) => {
    expect(refusalOf(withAuthorization(authorization))).toEqual(['MissingAuthenticationToken', 'Missing Authentication Token']);
  });

  test.each(['AWS4-HMAC-SHA1', 'AWS4-ECDSA-P256-SHA256'])('to %s: another algorithm', (name) => {
    expect(refusalOf(withAuthorization(`${name} Credential=${scope}, SignedHeaders=host, Signature=a`))).toEqual([
      'IncompleteSignature',
      `Unsupported AWS 'algorithm': '${name}' (only AWS4-HMAC-SHA256 for now).`,
    ]);
  });

  test('to an empty Authorization header: all that is missing at once, and a digest instead of the header', () => {
    const authorization = 'AWS4-HMAC-SHA256';
    const digest = createHash('sha256').update(authorization).digest('base64');
    expect(refusalOf({ ...empty, rawHeaders: ['host', 'host', 'authorization', authorization] })).toEqual([
      'IncompleteSignature',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. " +
        `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`,
    ]);
  });

  test.each(['Credential', 'SignedHeaders', 'Signature'])('to a header without %s: which parameter it requires', (name) => {
    const authorization = authorizationWith({ [name]: '' });
    const refusal = refusalOf(withAuthorization(authorization));
    expect(refusal?.[0]).toBe('IncompleteSignature');
    expect(refusal?.[1]).toMatch(new RegExp(`^Authorization header requires '${name}' parameter\\. \\(Hashed`));
  });

  test.each(['garbage', 'Credential', 'Credential= x'])('to %j: an invalid pair, without repeating a secret', (field) => {
    const authorization = `AWS4-HMAC-SHA256 ${field}, Signature=a, SignedHeaders=host`;
    const digest = createHash('sha256').update(authorization).digest('base64');
    expect(refusalOf(withAuthorization(authorization))).toEqual([
      'IncompleteSignature',
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${digest}'.`,
    ]);
  });

  test.each(['20260101', '20260101T120000', '2026-01-01T12:00:00Z', '20260231T120000Z', '20260101T250000Z', '2026O101T120000Z'])(
    'to the date %s: not ISO 8601',
    (date) => {
      const rawHeaders = ['host', 'host', 'x-amz-date', date, 'authorization', authorizationWith({})];
      expect(refusalOf({ ...empty, rawHeaders })).toEqual([
        'IncompleteSignature',
        `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      ]);
    },
  );

  test.each(['AKIA/20260101/us-east-1/chime', `${scope}/`, 'x'])('to the credential %s: not five elements', (credential) => {
    expect(refusalOf(withAuthorization(authorizationWith({ Credential: credential })))).toEqual([
      'IncompleteSignature',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    ]);
  });

  test('to a wrong scope: everything that is wrong with it', () => {
    expect(refusalOf(withAuthorization(authorizationWith({ Credential: 'AKIA/20251231/EU!/s3/aws5_request' })))).toEqual([
      'SignatureDoesNotMatch',
      "Credential should be scoped to a valid region, not 'EU!'. Credential should be scoped to correct service: 'chime'. " +
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. " +
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20251231' != '20260101', from '20260101T120000Z'.",
    ]);
  });

  test('to an access key id that cannot exist, and to one that does not: the same', () => {
    const unknown = ['UnknownKey', 'The security token included in the request is invalid.'];
    expect(refusalOf(withAuthorization(authorizationWith({ Credential: scope.replace('AKIA', '<b>') })))).toEqual(unknown);
    expect(refusalOf(signedRequest(input({})), 'none')).toEqual(unknown);
  });

  test('a value of the caller in a message is cut and cleaned', () => {
    const refusal = refusalOf({
      ...empty,
      target: `/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=a&X-Amz-SignedHeaders=host&X-Amz-Credential=a&X-Amz-Date=%0Aadmin%1b${'9'.repeat(500)}`,
    });
    expect(refusal?.[1]).toMatch(/^Date must be in ISO-8601 'basic format'\. Got '\?admin\?9{121}…'\./);
  });
});

describe('session tokens', () => {
  const session = { ...ana, sessionToken: 'FwoGZXIvYXdzEA==', expiresAt: now + 1000 };

  test('the token of the session is accepted until the session ends', () => {
    expect(refusalOf(signedRequest(input({ sessionToken: session.sessionToken })), session)).toBeUndefined();
    expect(refusalOf(signedRequest(input({ sessionToken: session.sessionToken })), { ...session, expiresAt: now })).toEqual([
      'ExpiredToken',
      'The security token included in the request is expired',
    ]);
  });

  test.each([undefined, 'FwoGZXIvYXdzEB==', 'FwoGZXIvYXdzEA', ''])('the token %j is refused', (token) => {
    expect(refusalOf(signedRequest(input({ sessionToken: token })), session)).toEqual([
      'InvalidToken',
      'The security token included in the request is invalid.',
    ]);
  });

  test('a token with a key that has none is refused', () => {
    expect(refusalOf(signedRequest(input({ sessionToken: 'any' })), ana)).toEqual([
      'InvalidToken',
      'The security token included in the request is invalid.',
    ]);
  });

  test('without the secret nobody learns whether a session has ended', () => {
    const wrong = { ...session, secretAccessKey: 'another', expiresAt: 0 };
    expect(refusalOf(signedRequest(input({ sessionToken: 'any' })), wrong)?.[0]).toBe('SignatureDoesNotMatch');
  });
});

test('the Date header dates a request that has no x-amz-date, in either of its forms', () => {
  for (const date of ['20260101T120000Z', 'Thu, 01 Jan 2026 12:00:00 GMT', '1 Jan 2026 12:00:00 +0000']) {
    const request = signedRequest(input({ dateHeader: date }));
    expect(request.rawHeaders).not.toContain('x-amz-date');
    expect(refusalOf(request)).toBeUndefined();
  }
  expect(refusalOf(signedRequest(input({ dateHeader: 'Thu, 01 Jan 2026 12:00:00 CET' })))?.[0]).toBe('IncompleteSignature');
  expect(refusalOf(signedRequest(input({ dateHeader: '20260101T110000Z' })))?.[1]).toMatch(/^Signature expired: 20260101T110000Z is/);
});

test('x-amz-date goes before Date', () => {
  expect(refusalOf(signedRequest(input({ headers: { date: 'Fri, 02 Jan 2026 12:00:00 GMT' } })))).toBeUndefined();
});

test('each refusal has the status and code of its protocol family', () => {
  const codes: SignatureError[] = [
    missingToken(),
    new SignatureError('IncompleteSignature', ''),
    unknownKey(),
    invalidToken(),
    expiredToken(),
    signatureMismatch(),
    new SignatureError('RequestExpired', ''),
    new SignatureError('MalformedRequest', ''),
  ];
  const worded = codes.map((error) => [
    error.code,
    ...(['rest-json', 'json', 'query'] as const).map((family) => {
      const { status, code, message } = signatureFault(error, family);
      const own = family === 'query' && code === 'MissingAuthenticationToken';
      expect(message).toBe(own ? 'Request is missing Authentication Token' : error.message);
      return `${status} ${code}`;
    }),
  ]);
  expect(worded).toEqual([
    [
      'MissingAuthenticationToken',
      '403 MissingAuthenticationTokenException',
      '400 MissingAuthenticationTokenException',
      '403 MissingAuthenticationToken',
    ],
    ['IncompleteSignature', '403 IncompleteSignatureException', '400 IncompleteSignatureException', '400 IncompleteSignature'],
    ['UnknownKey', '403 UnrecognizedClientException', '400 UnrecognizedClientException', '403 InvalidClientTokenId'],
    ['InvalidToken', '403 UnrecognizedClientException', '400 UnrecognizedClientException', '403 InvalidClientTokenId'],
    ['ExpiredToken', '403 ExpiredTokenException', '400 ExpiredTokenException', '403 ExpiredToken'],
    ['SignatureDoesNotMatch', '403 InvalidSignatureException', '400 InvalidSignatureException', '403 SignatureDoesNotMatch'],
    ['RequestExpired', '400 RequestExpired', '400 RequestExpired', '400 RequestExpired'],
    ['MalformedRequest', '400 BadRequestException', '400 BadRequestException', '400 MalformedQueryString'],
  ]);
});

function input(changes: Partial<SignInput>): SignInput {
  return { method: 'GET', url: 'https://host/accounts', ...ana, date: now, ...changes };
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
  credential: SigningCredential | 'none' = ana,
): readonly [SignatureErrorCode, string] | undefined {
  try {
    const parsed = parseSigned(request, { now, services: ['chime'] });
    verifySignature(parsed, request, credential === 'none' ? undefined : credential, createSigningKeyCache(10));
    return undefined;
  } catch (error) {
    if (error instanceof SignatureError) return [error.code, error.message];
    throw error;
  }
}
