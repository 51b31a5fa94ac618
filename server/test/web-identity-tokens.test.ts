import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UpdateOpenIDConnectProviderThumbprint } from '../src/operations/iam/UpdateOpenIDConnectProviderThumbprint.ts';
import { createFederation, refusal, type Federation } from './support/federation.ts';
import type { Issuer } from './support/issuer.ts';
import { globex, type World } from './support/world.ts';

let federation: Federation;
let world: World;
let issuer: Issuer;
let provider: string;
beforeAll(async () => {
  federation = await createFederation();
  ({ world, issuer, provider } = federation);
});
afterAll(() => federation.close());
const assume: Federation['assume'] = (...call) => federation.assume(...call);
const claims: Federation['claims'] = (more) => federation.claims(more);
const seconds = (): number => federation.seconds();

describe('a token is refused', () => {
  const invalid = async (token: string): Promise<unknown[]> => (await refusal(assume(token))).slice(0, 2);
  const unsigned = (header: object, payload: object): string =>
    [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

  test.each([
    ['another issuer', { iss: 'https://evil.example' }, /^No OpenIDConnect provider found in your account for https:\/\/evil\.example$/],
    ['an issuer without TLS', { iss: 'http://localhost' }, /must start with https/],
    ['another audience', { aud: 'somebody-else' }, /^Incorrect token audience$/],
    ['no audience', { aud: undefined }, /^Missing a required claim: aud$/],
    ['no subject', { sub: undefined }, /^Missing a required claim: sub$/],
    ['no end', { exp: undefined }, /^Missing a required claim: exp$/],
    ['an end that is no number', { exp: 'never' }, /^The claim exp is not of the type/],
    ['an azp that is nobody’s', { azp: 'somebody-else' }, /^Incorrect token audience$/],
    ['tags of the wrong form', { 'https://aws.amazon.com/tags': { principal_tags: { team: 'red' } } }, /not well-formed/],
  ])('that has %s', async (_, more, message) => {
    expect(await refusal(assume(await issuer.sign(claims(more))))).toEqual([400, 'InvalidIdentityToken', expect.stringMatching(message)]);
  });

  test('that has expired, as such', async () => {
    expect((await refusal(assume(await issuer.sign(claims({ exp: seconds() - 61 }))))).slice(0, 2)).toEqual([400, 'ExpiredTokenException']);
  });

  test.each([
    ['is not valid yet', { nbf: 61 }],
    ['was issued in the future', { iat: 61 }],
  ])('that %s, as the provider’s own word', async (_, ahead) => {
    const times = Object.fromEntries(Object.entries(ahead).map(([name, by]) => [name, seconds() + by]));
    expect((await refusal(assume(await issuer.sign(claims(times))))).slice(0, 2)).toEqual([403, 'IDPRejectedClaim']);
  });

  test('that has several audiences and does not say which is meant', async () => {
    const token = await issuer.sign(claims({ aud: ['carillon', 'carillon-cli'] }));
    expect((await refusal(assume(token))).slice(0, 2)).toEqual([403, 'IDPRejectedClaim']);
  });

  test('that is not signed', async () => {
    const payload = { iss: issuer.url, ...claims() };
    expect(await invalid(`${unsigned({ alg: 'none' }, payload)}.`)).toEqual([400, 'InvalidIdentityToken']);
    expect(await invalid(`${unsigned({ alg: 'RS256', kid: 'key-0' }, payload)}.`)).toEqual([400, 'InvalidIdentityToken']);
  });

  test('that is signed with the public key as if it were a secret', async () => {
    const pem = createPublicKey({ key: { ...issuer.publicKey }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const text = unsigned({ alg: 'HS256', kid: 'key-0' }, { iss: issuer.url, ...claims() });
    expect(await invalid(`${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`)).toEqual([400, 'InvalidIdentityToken']);
  });

  test('that is signed with another key of the same name', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = await crypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    expect(await invalid(await issuer.sign(claims(), { key }))).toEqual([400, 'InvalidIdentityToken']);
  });

  test('that was changed after it was signed', async () => {
    const [header, , signature] = (await issuer.sign(claims())).split('.');
    const payload = Buffer.from(JSON.stringify({ iss: issuer.url, ...claims({ sub: 'root' }) })).toString('base64url');
    expect(await invalid([header, payload, signature].join('.'))).toEqual([400, 'InvalidIdentityToken']);
  });

  test.each(['nonsense', 'a.b.c', '....', 'eyJhbGciOiJSUzI1NiJ9.bnVsbA.x'])('that is no token: %s', async (token) => {
    expect(await invalid(token)).toEqual([400, 'InvalidIdentityToken']);
  });

  test('that comes with the name of a provider of another kind', async () => {
    expect((await refusal(assume(await issuer.sign(claims()), 'open', { ProviderId: 'graph.facebook.com' }))).slice(0, 2)).toEqual([
      400,
      'InvalidIdentityToken',
    ]);
  });

  test('for a role of an AWS account that does not know the provider, or that does not exist', async () => {
    for (const account of [globex, '999999999999']) {
      const RoleArn = `arn:aws:iam::${account}:role/open`;
      expect((await refusal(assume(await issuer.sign(claims()), 'open', { RoleArn })))[1]).toBe('InvalidIdentityToken');
    }
  });
});

describe('keys', () => {
  test('are asked for once, and again when a token names one that is not known, but not more than every ten seconds', async () => {
    await assume(await issuer.sign(claims()));
    issuer.asked.length = 0;
    for (let count = 0; count < 5; count += 1) expect((await assume(await issuer.sign(claims()))).status).toBe(200);
    expect(issuer.asked).toEqual([]);
    await issuer.rotate();
    world.clock.advance(10_000);
    expect((await assume(await issuer.sign(claims()))).status).toBe(200);
    expect(issuer.asked).toEqual(['/staff/.well-known/openid-configuration', '/staff/keys']);
    for (let count = 0; count < 5; count += 1)
      expect((await refusal(assume(await issuer.sign(claims(), { kid: 'unknown' })))).slice(0, 2)).toEqual([400, 'InvalidIdentityToken']);
    expect(issuer.asked).toHaveLength(2);
  });

  test('that were withdrawn are forgotten after an hour', async () => {
    const old = await issuer.sign(claims({ exp: seconds() + 7200 }));
    await issuer.rotate();
    expect((await assume(old)).status).toBe(200);
    world.clock.advance(3_600_000);
    expect((await refusal(assume(old))).slice(0, 2)).toEqual([400, 'InvalidIdentityToken']);
  });

  test.each([
    ['does not answer', '/staff/.well-known/openid-configuration', undefined, 'IDPCommunicationError'],
    ['answers no JSON', '/staff/.well-known/openid-configuration', '<html>', 'InvalidIdentityToken'],
    [
      'speaks for another issuer',
      '/staff/.well-known/openid-configuration',
      '{"issuer":"https://evil.example","jwks_uri":"https://evil.example"}',
      'InvalidIdentityToken',
    ],
    ['publishes no keys', '/staff/keys', '{}', 'InvalidIdentityToken'],
    ['does not answer with its keys', '/staff/keys', undefined, 'IDPCommunicationError'],
    ['pours out keys without end', '/staff/keys', `{"keys":["${'x'.repeat(300_000)}"]}`, 'IDPCommunicationError'],
  ])('of a provider that %s verify nothing', async (_, path, answer, code) => {
    world.clock.advance(3_600_000);
    issuer.answers.set(path, answer);
    expect((await refusal(assume(await issuer.sign(claims()))))[1]).toBe(code);
    issuer.answers.clear();
    world.clock.advance(10_000);
    expect((await assume(await issuer.sign(claims()))).status).toBe(200);
  });

  test('are not read from an address that the operator has not opened', async () => {
    world.clock.advance(3_600_000);
    issuer.answers.set(
      '/staff/.well-known/openid-configuration',
      JSON.stringify({ issuer: issuer.url, jwks_uri: 'https://169.254.169.254/latest/meta-data' }),
    );
    expect((await refusal(assume(await issuer.sign(claims()))))[1]).toBe('IDPCommunicationError');
    issuer.answers.clear();
    world.clock.advance(10_000);
  });

  test('are not read from a server that neither a well-known authority nor a thumbprint vouches for', async () => {
    const input = { OpenIDConnectProviderArn: provider };
    await world.ana.call(UpdateOpenIDConnectProviderThumbprint, { ...input, ThumbprintList: ['0'.repeat(40)] });
    expect(await refusal(assume(await issuer.sign(claims())))).toEqual([
      400,
      'InvalidIdentityToken',
      expect.stringContaining('certificate doesn'),
    ]);
    await world.ana.call(UpdateOpenIDConnectProviderThumbprint, { ...input, ThumbprintList: [federation.authority.thumbprint] });
    expect((await assume(await issuer.sign(claims()))).status).toBe(200);
  });
});

test('one address may bring only so many tokens at once', async () => {
  world.clock.advance(60_000);
  const token = await issuer.sign(claims());
  const codes = await Promise.all(Array.from({ length: 101 }, async () => (await refusal(assume(token)))[1]));
  expect(codes.filter((code) => code === 'Throttling')).toHaveLength(1);
  world.clock.advance(60_000);
});
