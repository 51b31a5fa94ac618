import { afterAll, expect, test } from 'vitest';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { UpdateAccountOpenIdConfig } from '../../src/operations/chime/UpdateAccountOpenIdConfig.ts';
import { openBrowser } from '../support/browser.ts';
import { startCertifiedProvider } from '../support/certified-provider.ts';
import { listen } from '../support/listening.ts';
import { present } from '../support/members.ts';
import { claimDomain, createEnterprise } from '../support/people.ts';
import { rogueClient } from '../support/rogue-provider.ts';
import { createWorld, localConnections } from '../support/world.ts';

// With a certified provider that nobody here wrote, over TLS with an authority of its own.

const world = await createWorld({ connections: localConnections });
const server = await listen(world);
const provider = await startCertifiedProvider();
afterAll(async () => {
  await server.close();
  await world.close();
  await provider.close();
});

const AccountId = await createEnterprise(world, world.ana, 'Acme', 'EnterpriseLWA');
await claimDomain(world, AccountId, 'acme.example');
provider.register(`http://carillon.test/auth/oidc/${AccountId}/callback`);
const { OpenIdConfig } = await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: provider.issuer, ...rogueClient });

async function signIn(login: string, from = 'page') {
  const browser = openBrowser(server);
  let authorization: string | undefined;
  if (from === 'provider') {
    const begun = await browser.send('GET', `/auth/okta?iss=${encodeURIComponent(provider.issuer)}`);
    authorization = begun.headers['location'];
  } else {
    await browser.open('/signin');
    authorization = (await browser.submit('/signin', { email: `${login}@acme.example` })).headers['refresh']?.replace('0; url=', '');
  }
  const back = await provider.signIn(new URL(present(authorization)), login);
  expect(`${back.origin}${back.pathname}`).toBe(OpenIdConfig.RedirectUri);
  return { browser, back, page: await browser.open(`${back.pathname}${back.search}`) };
}

test.each(['page', 'provider'])('a person signs in there, having begun at the %s, and is that user here', async (from) => {
  const { page } = await signIn('ada', from);
  expect([page.path, page.text]).toEqual(['/me', expect.stringContaining('ada@acme.example')]);
  const { User } = await world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'ada@acme.example' });
  expect(User).toMatchObject({ DisplayName: 'Person ada', UserRegistrationStatus: 'Registered', LicenseType: 'Pro' });
});

test('an address that the provider has not verified makes nobody a user', async () => {
  const { page } = await signIn('unverified');
  expect([page.status, page.text]).toEqual([422, expect.stringContaining('does not vouch for the address unverified@acme.example')]);
});

test('a code is worth nothing in another browser, nor twice', async () => {
  const { browser, back } = await signIn('bob');
  for (const thief of [openBrowser(server), browser]) {
    expect((await thief.open(`${back.pathname}${back.search}`)).text).toContain('was not begun in this browser');
  }
});

test('a wrong secret is told apart from everything else', async () => {
  await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: provider.issuer, ...rogueClient, ClientSecret: 'wrong' });
  const { page } = await signIn('ada');
  expect([page.status, page.text]).toEqual([422, expect.stringMatching(/invalid_client|client authentication failed|error/i)]);
});
