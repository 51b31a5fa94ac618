import { createHash, createPublicKey } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { UpdateAccountOpenIdConfig } from '../../src/operations/chime/UpdateAccountOpenIdConfig.ts';
import { LookupEvents } from '../../src/operations/cloudtrail/LookupEvents.ts';
import { listen } from '../support/listening.ts';
import { visit } from '../support/openid-browser.ts';
import { claimDomain, createEnterprise } from '../support/people.ts';
import { createSigningKey, forge, rogueClient, startRogueProvider } from '../support/rogue-provider.ts';
import { difference, dumpDatabase } from '../support/database-dump.ts';
import { createWorld, localConnections } from '../support/world.ts';

// A provider that lies, or somebody who lies in its name: none of it signs anybody in, and nothing is changed.

const world = await createWorld({ connections: localConnections });
const server = await listen(world);
const provider = await startRogueProvider();
afterAll(async () => {
  await server.close();
  await world.close();
  await provider.close();
});

const AccountId = await createEnterprise(world, world.ana, 'Acme', 'EnterpriseLWA');
await claimDomain(world, AccountId, 'acme.example');
await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: provider.issuer, ...rogueClient });

const right = provider.key;
beforeEach(() => {
  provider.key = right;
  provider.metadata = {};
  provider.answers = {};
  provider.person = { email: 'ada@acme.example', email_verified: true };
  provider.idToken = (claims) => provider.signed(claims);
});

type Claims = Readonly<Record<string, unknown>>;
const now = (): number => Math.floor(Date.now() / 1000);
const publicKeyText = createPublicKey({ key: { ...right.publicJwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });

const lies: readonly (readonly [string, (claims: Claims) => string, RegExp])[] = [
  ['no issuer', (claims) => provider.signed({ ...claims, iss: undefined }), /"iss"/],
  ['another issuer', (claims) => provider.signed({ ...claims, iss: 'https://evil.example' }), /"iss"/],
  ['no audience', (claims) => provider.signed({ ...claims, aud: undefined }), /"aud"/],
  ['another audience', (claims) => provider.signed({ ...claims, aud: 'somebody-else' }), /"aud"/],
  ['several audiences and no authorized party', (claims) => provider.signed({ ...claims, aud: ['carillon', 'other'] }), /"aud"/],
  ['another authorized party', (claims) => provider.signed({ ...claims, aud: ['carillon', 'other'], azp: 'other' }), /"azp"/],
  ['no expiry', (claims) => provider.signed({ ...claims, exp: undefined }), /"exp"/],
  ['an expiry that is over', (claims) => provider.signed({ ...claims, exp: now() - 120 }), /"exp"/],
  ['a beginning that is still to come', (claims) => provider.signed({ ...claims, nbf: now() + 600 }), /"nbf"/],
  ['no nonce', (claims) => provider.signed({ ...claims, nonce: undefined }), /nonce/],
  ['another nonce', (claims) => provider.signed({ ...claims, nonce: 'replayed' }), /nonce/],
  ['no subject', (claims) => provider.signed({ ...claims, sub: undefined }), /"sub"/],
  ['an empty subject', (claims) => provider.signed({ ...claims, sub: '' }), /"sub"/],
  ['no signature, by alg none', (claims) => forge({ alg: 'none' }, claims), /alg/],
  [
    'a signature of somebody else’s key',
    (claims) => forge({ alg: 'RS256', kid: 'first' }, claims, createSigningKey('x').privateKey),
    /signature/,
  ],
  ['a signature cut off', (claims) => provider.signed(claims).replace(/\.[^.]*$/, '.'), /signature|JWT/],
  [
    'a payload changed after it was signed',
    (claims) => {
      const [header = '', , signature = ''] = provider.signed(claims).split('.');
      return [header, Buffer.from(JSON.stringify({ ...claims, sub: 'subject-2' })).toString('base64url'), signature].join('.');
    },
    /signature/,
  ],
  ['HS256 by the client’s secret', (claims) => forge({ alg: 'HS256', kid: 'first' }, claims, rogueClient.ClientSecret), /alg/],
  ['HS256 by the public key', (claims) => forge({ alg: 'HS256', kid: 'first' }, claims, publicKeyText), /alg/],
  ['a key that the key set does not have', (claims) => provider.signed(claims, { kid: 'unknown' }), /key/],
  ['a critical header that nobody understands', (claims) => provider.signed(claims, { crit: ['exp'] }), /crit/],
  ['no token at all', () => '', /id_token|ID Token|JWT/],
  ['a text that is no token', () => 'x.y.z', /believed/],
];

describe('an ID token is refused that has', () => {
  test.each(lies)('%s', async (_, lie, message) => {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    provider.idToken = lie;
    const before = await dumpDatabase(world);
    const page = await person.comeBack(authorization);
    expect([page.status, page.text]).toEqual([422, expect.stringMatching(message)]);
    expect([...person.browser.cookies.keys()]).not.toContain('carillon-session');
    expect(difference(before, await dumpDatabase(world)).filter((row) => !/^. audit_/.test(row))).toEqual([]);
  });

  test('nothing wrong with it, is taken: so what was refused was refused for the lie', async () => {
    const person = visit(server, AccountId, provider);
    const page = await person.comeBack(await person.begin('ada@acme.example'));
    expect([page.status, page.path]).toEqual([200, '/me']);
    expect(page.text).toContain('ada@acme.example');
  });
});

test('a key that was rotated out is refused, and its successor is taken at once', async () => {
  const rotated = createSigningKey('second');
  const person = visit(server, AccountId, provider);
  const authorization = await person.begin('ada@acme.example');
  provider.key = rotated;
  provider.idToken = (claims) => forge({ alg: 'RS256', kid: 'first' }, claims, right.privateKey);
  expect((await person.comeBack(authorization)).status).toBe(422);
  provider.idToken = (claims) => provider.signed(claims);
  expect((await person.comeBack(await person.begin('ada@acme.example'))).path).toBe('/me');
});

test('a provider that turns to another issuer, or away from TLS, signs nobody in any more', async () => {
  for (const metadata of [{ issuer: 'https://evil.example' }, { token_endpoint: 'http://127.0.0.1/token' }]) {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    provider.metadata = metadata;
    expect((await person.comeBack(authorization)).status).toBe(422);
    provider.metadata = {};
  }
});

test('the secret goes to the token endpoint only, with the verifier that the challenge was made from', async () => {
  const person = visit(server, AccountId, provider);
  const authorization = await person.begin('ada@acme.example');
  expect(Object.fromEntries(authorization.searchParams)).toMatchObject({
    client_id: 'carillon',
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge_method: 'S256',
    login_hint: 'ada@acme.example',
    redirect_uri: `http://carillon.test/auth/oidc/${AccountId}/callback`,
  });
  expect(authorization.href).not.toContain(encodeURIComponent(rogueClient.ClientSecret));
  await person.comeBack(authorization);
  const sent = provider.tokenRequests.at(-1);
  const challenge = createHash('sha256')
    .update(sent?.get('code_verifier') ?? '')
    .digest('base64url');
  expect(challenge).toBe(authorization.searchParams.get('code_challenge'));
  expect(sent?.get('client_secret')).toBe(rogueClient.ClientSecret);
});

test('a refusal is in the audit trail of the account’s owner, with what was wrong', async () => {
  const person = visit(server, AccountId, provider);
  const authorization = await person.begin('mallory@acme.example');
  provider.idToken = (claims) => provider.signed({ ...claims, aud: 'somebody-else' });
  await person.comeBack(authorization);
  const { Events } = await world.ana.call(LookupEvents, {
    LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'mallory@acme.example' }],
  });
  expect(Events?.[0]?.CloudTrailEvent).toMatch(/"errorCode":"AuthenticationFailed".*aud/);
});
