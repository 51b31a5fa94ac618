import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { signatureMismatch } from '../src/http/sigv4/error.ts';
import { createSigningKeyCache, deriveSigningKey } from '../src/http/sigv4/keys.ts';
import { type SignedRequest, parseSigned } from '../src/http/sigv4/parse.ts';
import { verifySignature } from '../src/http/sigv4/verify.ts';
import { sign, signingKeyOf } from './support/sign.ts';

const suiteSchema = z.object({
  source: z.string(),
  now: z.iso.datetime(),
  services: z.array(z.string()),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      method: z.string(),
      target: z.string(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      body: z.string().default(''),
      sessionToken: z.string().optional(),
    }),
  ),
});

type Suite = z.infer<typeof suiteSchema>;
type Case = Suite['cases'][number];

describe.each(['aws-suite-2015', 'aws-suite-2011', 'aws-suite-presigned'])("AWS's own vectors, %s", (file) => {
  const suite = readSuite(file);

  test.each(suite.cases)('$name is accepted', (vector) => {
    expect(() => verify(suite, vector, requestOf(vector))).not.toThrow();
  });

  test.each(suite.cases)('$name with another secret is refused', (vector) => {
    const run = (): void => verify({ ...suite, secretAccessKey: `${suite.secretAccessKey}x` }, vector, requestOf(vector));
    expect(run).toThrow(signatureMismatch());
  });
});

test('the test signer reproduces the signatures AWS publishes', () => {
  const suite = readSuite('aws-suite-2015');
  // The signer takes each header once, and addresses escaped as they are sent.
  const signable = suite.cases.filter(
    ({ headers, target }) => new Set(headers.map(([name]) => name)).size === headers.length && !/[ ሴ]/.test(target),
  );
  expect(signable.length).toBeGreaterThan(20);
  for (const vector of signable) {
    const headers = Object.fromEntries(vector.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const { authorization = '', host = '', 'x-amz-date': _, ...others } = headers;
    const [, service = ''] = /us-east-1\/(\w+)\//.exec(authorization) ?? [];
    const { method, body, sessionToken } = vector;
    const url = `https://${host}${vector.target}`;
    const signed = sign({ ...suite, method, url, headers: others, body, sessionToken, service, date: Date.parse(suite.now) });
    expect(signed['authorization'], vector.name).toBe(authorization);
  }
});

test('the signing key is the one of the documentation', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
  const key = deriveSigningKey(secret, { date: '20150830', region: 'us-east-1', service: 'iam' });
  expect(key.toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
  expect(key).toEqual(signingKeyOf(secret, '20150830', 'us-east-1', 'iam'));
});

function readSuite(file: string): Suite {
  return suiteSchema.parse(JSON.parse(readFileSync(new URL(`cases/sigv4/${file}.json`, import.meta.url), 'utf8')));
}

/** What Node would hand over: one character per byte. */
function requestOf({ method, target, headers, body }: Case): SignedRequest {
  return { method, target: Buffer.from(target).toString('latin1'), rawHeaders: headers.flat(), body: Buffer.from(body) };
}

function verify({ now, services, accessKeyId, secretAccessKey }: Suite, { sessionToken }: Case, request: SignedRequest): void {
  const parsed = parseSigned(request, { now: Date.parse(now), services });
  verifySignature(parsed, request, { accessKeyId, secretAccessKey, sessionToken }, createSigningKeyCache(10));
}
