import type { ServerResponse } from 'node:http';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { UpdateAccountOpenIdConfig } from '../../src/operations/chime/UpdateAccountOpenIdConfig.ts';
import { openBrowser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { visit } from '../support/openid-browser.ts';
import { claimDomain, createEnterprise } from '../support/people.ts';
import { rogueClient, startRogueProvider } from '../support/rogue-provider.ts';
import { createWorld, localConnections } from '../support/world.ts';

const world = await createWorld({ connections: localConnections });
const server = await listen(world);
const provider = await startRogueProvider();
afterAll(async () => {
  await server.close();
  await world.close();
  await provider.close();
});

async function connect(name: string, domain: string, issuer = provider.issuer): Promise<string> {
  const id = await createEnterprise(world, world.ana, name, 'EnterpriseLWA');
  await claimDomain(world, id, domain);
  await world.ana.call(UpdateAccountOpenIdConfig, { AccountId: id, ...rogueClient, Issuer: issuer });
  return id;
}

const AccountId = await connect('Acme', 'acme.example');
const input = { AccountId, Issuer: provider.issuer, ...rogueClient };

beforeEach(() => {
  provider.answers = {};
  provider.person = { email: 'ada@acme.example', email_verified: true };
  world.clock.advance(11 * 60_000);
});

describe('what comes back from the provider is refused', () => {
  const again = 'This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.';

  test('in a browser that did not begin it, or with another state', async () => {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    expect((await visit(server, AccountId, provider).comeBack(authorization)).text).toContain(again);
    expect((await person.comeBack(authorization, { state: 'forged' })).text).toContain(again);
    // Nobody asked the provider about a code that came from who knows where.
    expect((await person.comeBack(authorization)).path).toBe('/me');
  });

  test('a second time', async () => {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    await person.comeBack(authorization);
    expect((await person.comeBack(authorization)).text).toContain(again);
  });

  test('after ten minutes', async () => {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    world.clock.advance(10 * 60_000);
    expect((await person.comeBack(authorization)).text).toContain(again);
  });

  test('at the address of another account', async () => {
    const person = visit(server, await connect('Other', 'other.example'), provider);
    expect((await person.comeBack(await person.begin('ada@acme.example'))).text).toContain(again);
  });

  test('when the configuration was changed meanwhile', async () => {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    await world.ana.call(UpdateAccountOpenIdConfig, input);
    expect((await person.comeBack(authorization)).text).toContain('was changed while you were signing in');
  });

  test('with the provider’s own refusal, which is shown as text', async () => {
    const person = visit(server, AccountId, provider);
    const page = await person.comeBack(await person.begin('ada@acme.example'), {
      code: '',
      error: 'access_denied',
      error_description: '<script>alert(1)</script> not assigned',
    });
    expect(page.status).toBe(422);
    expect(page.html).not.toContain('<script>');
  });

  test.each([
    [
      'an error of the token endpoint',
      (response: ServerResponse) =>
        void response
          .writeHead(400, { 'content-type': 'application/json' })
          .end('{"error":"invalid_grant","error_description":"code was used"}'),
    ],
    [
      'a token endpoint that redirects',
      (response: ServerResponse) => void response.writeHead(302, { location: 'https://127.0.0.1/x' }).end(''),
    ],
    [
      'a token endpoint that pours',
      (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(300_000)),
    ],
  ])('with %s', async (_, answer) => {
    const person = visit(server, AccountId, provider);
    const authorization = await person.begin('ada@acme.example');
    provider.answers['/token'] = answer;
    expect((await person.comeBack(authorization)).status).toBe(422);
  });
});

test('a provider that is away is a 503 that a person can read, and the reason is in the log and the audit trail', async () => {
  provider.answers['/.well-known/openid-configuration'] = (response) => response.destroy();
  const browser = openBrowser(server);
  await browser.open('/signin');
  const page = await browser.submit('/signin', { email: 'ada@acme.example' });
  expect([page.status, page.text]).toEqual([503, expect.stringContaining('is not there right now')]);
});

test('the way back is where the person wanted to go, on this site only', async () => {
  for (const [next, path] of [
    ['?next=/me?done=device', '/me?done=device'],
    ['?next=https://evil.example', '/me'],
    ['?next=//evil.example', '/me'],
  ] as const) {
    const person = visit(server, AccountId, provider);
    expect((await person.comeBack(await person.begin('ada@acme.example', next))).path).toBe(path);
  }
});

test('the cookie of an attempt is for this host, out of reach for scripts, and says nothing', async () => {
  const browser = openBrowser(server);
  await browser.open('/signin');
  const page = await browser.submit('/signin', { email: 'ada@acme.example' });
  expect(page.headers['set-cookie']).toMatch(/carillon-oidc=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax/);
});

describe('a sign-in that begins at the provider (/auth/okta)', () => {
  const open = async (query: Readonly<Record<string, string>>) =>
    openBrowser(server).send('GET', `/auth/okta?${new URLSearchParams(query).toString()}`);

  test('goes there with the person it names, and to the page it names', async () => {
    const browser = openBrowser(server);
    const target = { iss: provider.issuer, login_hint: 'Ada@acme.example', target_link_uri: 'http://carillon.test/me?done=device' };
    const begun = await browser.send('GET', `/auth/okta?${new URLSearchParams(target).toString()}`);
    const authorization = new URL(begun.headers['location'] ?? '');
    expect(authorization.origin + authorization.pathname).toBe(`${provider.issuer}/authorize`);
    expect(authorization.searchParams.get('login_hint')).toBe('ada@acme.example');
    provider.nonce = authorization.searchParams.get('nonce') ?? '';
    const state = authorization.searchParams.get('state') ?? '';
    expect((await browser.open(`/auth/oidc/${AccountId}/callback?code=x&state=${state}`)).path).toBe('/me?done=device');
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    'http://carillon.test@evil.example/',
    'javascript:alert(1)',
    '\\\\evil.example',
    'http://carillon.test:81/me',
  ])('is no open redirect to %s', async (target_link_uri) => {
    const browser = openBrowser(server);
    const query = new URLSearchParams({ iss: provider.issuer, login_hint: 'ada@acme.example', target_link_uri });
    const begun = await browser.send('GET', `/auth/okta?${query.toString()}`);
    const authorization = new URL(begun.headers['location'] ?? '');
    expect(authorization.origin).toBe(new URL(provider.issuer).origin);
    provider.nonce = authorization.searchParams.get('nonce') ?? '';
    const state = authorization.searchParams.get('state') ?? '';
    expect((await browser.open(`/auth/oidc/${AccountId}/callback?code=x&state=${state}`)).path).toBe('/me');
  });

  test('of a provider that nobody signs in with goes nowhere', async () => {
    for (const iss of ['https://evil.example', '', 'x']) {
      const page = await open({ iss, login_hint: 'ada@acme.example' });
      expect([page.status, page.headers['location']]).toEqual([422, undefined]);
    }
  });

  test('asks for the address when several accounts have the provider and it does not say whose it is', async () => {
    await connect('Acme Labs', 'labs.example');
    expect((await open({ iss: provider.issuer })).headers['location']).toBe('/signin?next=%2Fme');
    const begun = await open({ iss: provider.issuer, login_hint: 'bob@labs.example' });
    expect(begun.headers['location']).toContain(encodeURIComponent('bob@labs.example'));
  });

  test('from one place, ever so often, has to wait', async () => {
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 65; attempt += 1)
      statuses.add((await open({ iss: provider.issuer, login_hint: 'ada@acme.example' })).status);
    expect([...statuses]).toEqual([303, 429]);
  });
});
