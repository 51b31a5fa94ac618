import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { GetAccountWithOpenIdConfig } from '../../../src/operations/chime/GetAccountWithOpenIdConfig.ts';
import { UpdateAccountOpenIdConfig } from '../../../src/operations/chime/UpdateAccountOpenIdConfig.ts';
import { LookupEvents } from '../../../src/operations/cloudtrail/LookupEvents.ts';
import { containing, matching } from '../../support/matchers.ts';
import { addMember, changeAccount, changeUser, countSessions, createTeam, signIn } from '../../support/members.ts';
import { claimDomain, createEnterprise } from '../../support/people.ts';
import { rogueClient, startRogueProvider } from '../../support/rogue-provider.ts';
import { difference, dumpDatabase } from '../../support/database-dump.ts';
import { createWorld, localConnections, publicUrl } from '../../support/world.ts';

const world = await createWorld({ connections: localConnections });
const provider = await startRogueProvider();
afterAll(async () => {
  await world.close();
  await provider.close();
});
beforeEach(() => {
  provider.metadata = {};
  provider.answers = {};
});

let count = 0;
/** An Enterprise account that has proved a domain. */
async function ready(): Promise<string> {
  const id = await createEnterprise(world, world.ana, `Acme ${++count}`, 'EnterpriseLWA');
  await claimDomain(world, id, `acme${count}.example`);
  return id;
}

const input = { Issuer: provider.issuer, ...rogueClient };

test('an account with a verified domain signs its users in with its provider from then on', async () => {
  const AccountId = await ready();
  const { Account, OpenIdConfig } = await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input });
  expect(Account.AccountType).toBe('EnterpriseOIDC');
  expect(OpenIdConfig).toEqual({
    Issuer: provider.issuer,
    ClientId: 'carillon',
    ClientSecretSet: true,
    Scopes: ['email', 'profile'],
    RedirectUri: `${publicUrl}/auth/oidc/${AccountId}/callback`,
    UpdatedTimestamp: new Date(world.clock.now()).toISOString(),
  });
  expect(await world.ana.call(GetAccountWithOpenIdConfig, { AccountId })).toEqual({ Account, OpenIdConfig });
});

test('the secret is sealed, and in no answer and no audit event', async () => {
  const AccountId = await ready();
  await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input });
  const rows = [...(await dumpDatabase(world))].filter((row) => row.includes(AccountId));
  expect(rows.some((row) => row.startsWith('openid_configs'))).toBe(true);
  expect(rows.join('\n')).not.toContain(rogueClient.ClientSecret);
  const { Events } = await world.ana.call(LookupEvents, {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateAccountOpenIdConfig' }],
  });
  expect(JSON.stringify(Events)).not.toContain(rogueClient.ClientSecret);
});

test('a rehearsal asks the provider as well, and changes nothing', async () => {
  const AccountId = await ready();
  const before = await dumpDatabase(world);
  const { Account } = await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input }, { dryRun: true });
  expect(Account.AccountType).toBe('EnterpriseOIDC');
  expect(difference(before, await dumpDatabase(world))).toEqual([]);
});

describe('what the users have been signed in with', () => {
  test('all sessions end when the account turns to its provider: a password counts no more', async () => {
    const AccountId = await createTeam(world.ana, 'Turns');
    const UserId = await addMember(world, world.ana, AccountId, 'ada@turns.example');
    await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
    await claimDomain(world, AccountId, 'turns.example');
    await signIn(world, UserId);
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input });
    expect(await countSessions(world, UserId)).toBe(0);
  });

  test('a new client ends the sessions of the old one, a new secret or scope does not', async () => {
    const AccountId = await createTeam(world.ana, 'Rotates');
    const UserId = await addMember(world, world.ana, AccountId, 'ada@rotates.example');
    await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
    await claimDomain(world, AccountId, 'rotates.example');
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input });
    await signIn(world, UserId);
    await world.database.write('', (tx) =>
      tx.query(tx.sql.updateTable('user_sessions').set({ method: 'oidc' }).where('user_id', '=', UserId)),
    );
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input, ClientSecret: 'rotated', Scopes: ['email', 'openid', 'email'] });
    expect(await countSessions(world, UserId)).toBe(1);
    expect((await world.ana.call(GetAccountWithOpenIdConfig, { AccountId })).OpenIdConfig?.Scopes).toEqual(['email']);
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input, ClientId: 'another' });
    expect(await countSessions(world, UserId)).toBe(0);
  });
});

test('users whom the provider has pushed get the license of their groups, or none', async () => {
  const AccountId = await createTeam(world.ana, 'Pushed');
  const UserId = await addMember(world, world.ana, AccountId, 'ada@pushed.example');
  await changeUser(world, UserId, { managed_by: 'oidc' });
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await claimDomain(world, AccountId, 'pushed.example');
  await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input });
  const [row] = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('users').select('registration_status').where('id', '=', UserId)),
  );
  // Of no group that gives a license.
  expect(row?.registration_status).toBe('Suspended');
});

describe('refuses, and changes nothing', () => {
  test('422 without a verified domain, and asks no provider', async () => {
    const AccountId = await createTeam(world.ana, 'No domain');
    provider.answers['/.well-known/openid-configuration'] = () => expect.unreachable();
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input })).rejects.toMatchObject({
      status: 422,
      message: containing('Claim one with AddDomain'),
    });
  });

  test('409 while a directory is connected', async () => {
    const AccountId = await ready();
    await changeAccount(world, AccountId, { type: 'EnterpriseDirectory' });
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input })).rejects.toMatchObject({
      status: 409,
      message: containing('Disconnect it with DisconnectDirectory'),
    });
  });

  test.each([
    ['an issuer without TLS', { Issuer: 'http://127.0.0.1:1' }, 400, /failed to satisfy constraint/],
    ['an issuer with a user name', { Issuer: 'https://ana@127.0.0.1:1' }, 422, /has a user name/],
    ['the address of the document', { Issuer: `${provider.issuer}/.well-known/openid-configuration` }, 422, /the path of a document/],
    ['an issuer with a query', { Issuer: `${provider.issuer}?x=1` }, 422, /a query/],
    [
      'an issuer on this machine’s other addresses',
      { Issuer: 'https://[::1]:1' },
      422,
      /not allowed, because it is not, or not only, at a public/,
    ],
    ['the address of a metadata service', { Issuer: 'https://169.254.169.254' }, 422, /not allowed/],
    ['a closed port', { Issuer: 'https://127.0.0.1:1' }, 422, /cannot be reached/],
    ['a name that does not exist', { Issuer: 'https://idp.invalid' }, 422, /cannot be resolved/],
    ['an issuer that is there under another path only', { Issuer: `${provider.issuer}/tenant` }, 422, /could not be read/],
  ])('%s', async (_, wrong, status, message) => {
    const AccountId = await ready();
    const before = await dumpDatabase(world);
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input, ...wrong })).rejects.toMatchObject({
      status,
      message: matching(message),
    });
    expect(difference(before, await dumpDatabase(world)).filter((row) => !/^. audit_/.test(row))).toEqual([]);
  });

  const configuration = '/.well-known/openid-configuration';
  test.each([
    ['a document of another issuer', { issuer: 'https://evil.example' }, /does not match|says that it is of the issuer/],
    ['a document whose issuer has a slash more', { issuer: `${provider.issuer}/` }, /says that it is of the issuer/],
    ['a document without a token endpoint', { token_endpoint: undefined }, /lacks what signing in needs.*: token_endpoint/],
    ['a key set without TLS', { jwks_uri: 'http://127.0.0.1/keys' }, /jwks_uri/],
    ['a key set at a private address', { jwks_uri: 'https://10.1.2.3/keys' }, /Connections to 10.1.2.3 are not allowed/],
    ['a provider without authorization codes', { response_types_supported: ['token'] }, /response_types_supported/],
    ['a provider that signs with the secret only', { id_token_signing_alg_values_supported: ['HS256', 'none'] }, /id_token_signing_alg/],
    ['a provider without PKCE by S256', { code_challenge_methods_supported: ['plain'] }, /PKCE with S256/],
    ['a provider that takes no secret', { token_endpoint_auth_methods_supported: ['private_key_jwt'] }, /token_endpoint_auth_methods/],
  ])('%s', async (_, metadata, message) => {
    const AccountId = await ready();
    provider.metadata = metadata;
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input })).rejects.toMatchObject({
      status: 422,
      code: 'UnprocessableEntityException',
      message: matching(message),
    });
    expect((await world.ana.call(GetAccount, { AccountId })).Account?.AccountType).toBe('EnterpriseLWA');
  });

  test.each([
    ['a redirect', configuration, 302, '', /status|unexpected/i],
    ['an error', configuration, 500, '{}', /unexpected/i],
    ['no JSON', configuration, 200, '<html>', /could not be read/],
    ['a document larger than 256 KB', configuration, 200, 'x'.repeat(300_000), /larger than/],
    ['keys that are none', '/keys', 200, '{"keys":[]}', /no set of keys/],
    ['keys that are not there', '/keys', 404, '{}', /status 404/],
  ])('%s', async (_, path, status, body, message) => {
    const AccountId = await ready();
    provider.answers[path] = (response) =>
      void response.writeHead(status, { location: 'https://127.0.0.1/elsewhere', 'content-type': 'application/json' }).end(body);
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input })).rejects.toMatchObject({
      status: 422,
      message: matching(message),
    });
  });

  test('a provider that does not answer, within ten seconds', { timeout: 20_000 }, async () => {
    const AccountId = await ready();
    provider.answers[configuration] = (response) => void response.write('{');
    const started = performance.now();
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input })).rejects.toMatchObject({
      status: 422,
      message: containing('did not answer in time'),
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('a configuration that is in use stays when its successor is refused', async () => {
    const AccountId = await ready();
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input });
    const before = await world.ana.call(GetAccountWithOpenIdConfig, { AccountId });
    await expect(world.ana.call(UpdateAccountOpenIdConfig, { AccountId, ...input, Issuer: 'https://127.0.0.1:1' })).rejects.toMatchObject({
      status: 422,
    });
    expect(await world.ana.call(GetAccountWithOpenIdConfig, { AccountId })).toEqual(before);
  });
});
