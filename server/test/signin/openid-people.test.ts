import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { DeleteAccountOpenIdConfig } from '../../src/operations/chime/DeleteAccountOpenIdConfig.ts';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { LogoutUser } from '../../src/operations/chime/LogoutUser.ts';
import { UpdateAccountOpenIdConfig } from '../../src/operations/chime/UpdateAccountOpenIdConfig.ts';
import { openBrowser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { addMember, changeAccount, changeUser, createTeam, findUserRow, inviteUser, present } from '../support/members.ts';
import { visit } from '../support/openid-browser.ts';
import { claimDomain, createEnterprise } from '../support/people.ts';
import { registerIn } from '../support/portal.ts';
import { rogueClient, startRogueProvider } from '../support/rogue-provider.ts';
import { createWorld, localConnections } from '../support/world.ts';

// Who becomes whom: a subject is linked once, an address counts the first time only.

const world = await createWorld({ connections: localConnections });
const server = await listen(world);
const provider = await startRogueProvider();
const other = await startRogueProvider();
afterAll(async () => {
  await server.close();
  await world.close();
  await provider.close();
  await other.close();
});

let count = 0;
let domain = '';
let AccountId = '';
/** A new account with a domain and users who are there before it turns to its provider. */
async function connect(users: readonly string[] = [], invited: readonly string[] = []): Promise<string[]> {
  domain = `acme${++count}.example`;
  AccountId = await createTeam(world.ana, `Acme ${count}`);
  const ids: string[] = [];
  for (const name of users) ids.push(await addMember(world, world.ana, AccountId, `${name}@${domain}`));
  for (const name of invited) ids.push(await inviteUser(world.ana, AccountId, `${name}@${domain}`));
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await claimDomain(world, AccountId, domain);
  await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: provider.issuer, ...rogueClient });
  return ids;
}

/** Signs in as the person that the provider tells of. */
async function signInAs(person: object, as = provider) {
  as.person = { email: `ada@${domain}`, email_verified: true, ...person };
  const visitor = visit(server, AccountId, as);
  const page = await visitor.comeBack(await visitor.begin(`ada@${domain}`));
  return { ...page, browser: visitor.browser };
}

const find = async (email: string) => present((await world.ana.call(GetUserByEmail, { AccountId, UserEmail: email })).User);

beforeEach(() => {
  provider.idToken = (claims) => provider.signed(claims);
  world.clock.advance(11 * 60_000);
});

describe('the first sign-in', () => {
  test('of somebody new makes a user with the account’s default license, a PIN and the name', async () => {
    await connect();
    const page = await signInAs({ name: 'Ada Ärlig' });
    expect(page.path).toBe('/me');
    expect(await find(`ada@${domain}`)).toMatchObject({
      DisplayName: 'Ada Ärlig',
      LicenseType: 'Pro',
      UserRegistrationStatus: 'Registered',
      PersonalPIN: expect.stringMatching(/^\d{10}$/),
    });
  });

  test('of an address that a user has links that user, in any letter case', async () => {
    const [id] = await connect(['ada']);
    await signInAs({ sub: 's-1', email: `ADA@${domain}` });
    expect((await find(`ada@${domain}`)).UserId).toBe(id);
  });

  test('of whoever was registered with Carillon’s own login brings PIN and profile into the account', async () => {
    domain = `acme${count + 1}.example`;
    await registerIn(openBrowser(server), world, `ada@${domain}`, 'Ada');
    await connect();
    await signInAs({ sub: 's-2' });
    expect(await find(`ada@${domain}`)).toMatchObject({ DisplayName: 'Ada' });
  });

  test.each([
    ['that the provider does not vouch for', { email_verified: undefined }, /does not vouch for the address/],
    ['that the provider says is not verified', { email_verified: false }, /does not vouch for the address/],
    ['that Entra would vouch for, from somebody else', { email_verified: undefined, xms_edov: true }, /does not vouch for the address/],
    ['that is not told', { email: undefined }, /does not say which mail address/],
    ['that is two', { email: 'ada@acme.example, bob@acme.example' }, /does not say which mail address/],
    ['of a domain that nobody has verified', { email: 'ada@nobody.example' }, /is of no domain that Acme \d+ has verified/],
  ])('is refused with an address %s', async (_, claims, message) => {
    await connect(['ada']);
    const page = await signInAs({ sub: `s-refused`, ...claims });
    expect([page.status, page.text]).toEqual([422, expect.stringMatching(message)]);
    expect([...page.browser.cookies.keys()]).not.toContain('carillon-session');
  });

  test('is refused with an address of another account’s domain', async () => {
    await connect();
    const theirs = await createEnterprise(world, world.gil, `Globex ${count}`, 'EnterpriseLWA');
    await claimDomain(world, theirs, `globex${count}.example`);
    expect((await signInAs({ email: `gil@globex${count}.example` })).text).toMatch(/is of no domain that Acme/);
  });

  test('of whom the provider has pushed over SCIM needs no vouching: the provider itself said who that is', async () => {
    const [id = ''] = await connect(['ada']);
    await changeUser(world, id, { managed_by: 'oidc' });
    expect((await signInAs({ email_verified: undefined })).path).toBe('/me');
  });

  test('of an invited user registers the user; of a pushed one without a licensed group it does not', async () => {
    const [invited = ''] = await connect([], ['ada']);
    expect((await signInAs({ sub: 's-3' })).path).toBe('/me');
    expect(await findUserRow(world, invited)).toMatchObject({ registration_status: 'Registered', invitation_status: 'Accepted' });
    await changeUser(world, invited, { managed_by: 'oidc', registration_status: 'Unregistered', registered_on: null });
    const page = await signInAs({ sub: 's-3' });
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('in no group that has a license')]);
    expect(await findUserRow(world, invited)).toMatchObject({ registration_status: 'Unregistered', registered_on: null });
  });

  test('is refused to whoever is suspended', async () => {
    const [id = ''] = await connect(['ada']);
    await changeUser(world, id, { registration_status: 'Suspended' });
    expect((await signInAs({})).text).toMatch(/you are suspended/);
  });
});

describe('later sign-ins', () => {
  test('go by the subject, whatever address the provider tells by then', async () => {
    const [ada, bob] = await connect(['ada', 'bob']);
    await signInAs({ sub: 's-ada' });
    const page = await signInAs({ sub: 's-ada', email: `bob@${domain}`, email_verified: true });
    expect(page.text).toContain(`ada@${domain}`);
    expect([(await find(`ada@${domain}`)).UserId, (await find(`bob@${domain}`)).UserId]).toEqual([ada, bob]);
  });

  test('of another subject with a linked address are refused, unless SCIM says whose the address is now', async () => {
    const [id = ''] = await connect(['ada']);
    const first = await signInAs({ sub: 's-old' });
    expect((await signInAs({ sub: 's-new' })).text).toMatch(/belongs to somebody else who has signed in before/);
    await changeUser(world, id, { managed_by: 'oidc' });
    expect((await signInAs({ sub: 's-new' })).path).toBe('/me');
    // Whoever had the address before is signed out, and is nobody here any more.
    expect((await first.browser.open('/me')).path).toBe('/signin');
    await changeUser(world, id, { managed_by: 'carillon' });
    expect((await signInAs({ sub: 's-old' })).text).toMatch(/belongs to somebody else/);
  });

  test('the same subject of another account’s provider is somebody else', async () => {
    await connect();
    await signInAs({ sub: 's-same' });
    const first = AccountId;
    await connect();
    const page = await signInAs({ sub: 's-same' });
    expect(page.text).toContain(`ada@${domain}`);
    expect(first).not.toBe(AccountId);
  });
});

describe('a session', () => {
  test('ends after twelve hours, whatever the person does', async () => {
    await connect();
    const { browser } = await signInAs({});
    world.clock.advance(12 * 60 * 60_000 - 1);
    expect((await browser.open('/me')).path).toBe('/me');
    world.clock.advance(1);
    expect((await browser.open('/me')).path).toBe('/signin');
  });

  test.each([
    ['LogoutUser', async () => world.ana.call(LogoutUser, { AccountId, UserId: (await find(`ada@${domain}`)).UserId })],
    ['a new issuer', () => world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: other.issuer, ...rogueClient })],
    ['a deleted configuration', () => world.ana.call(DeleteAccountOpenIdConfig, { AccountId })],
  ])('ends at once with %s', async (_, end) => {
    await connect();
    const { browser } = await signInAs({});
    expect((await browser.open('/me')).path).toBe('/me');
    await end();
    expect((await browser.open('/me')).path).toBe('/signin');
  });

  test('a new issuer unlinks everybody: its subjects are other people, who are told apart by their addresses once more', async () => {
    const [ada] = await connect(['ada', 'bob']);
    await signInAs({ sub: 's-1' });
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: other.issuer, ...rogueClient });
    await signInAs({ sub: 's-1', email: `bob@${domain}` }, other);
    expect((await find(`ada@${domain}`)).UserId).toBe(ada);
    const links = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('openid_links').select(['issuer', 'user_id']).where('account_id', '=', AccountId)),
    );
    expect(links).toEqual([{ issuer: other.issuer, user_id: (await find(`bob@${domain}`)).UserId }]);
  });

  test('a configuration that is deleted and comes back knows its people', async () => {
    await connect();
    await signInAs({ sub: 's-back' });
    await world.ana.call(DeleteAccountOpenIdConfig, { AccountId });
    await world.ana.call(UpdateAccountOpenIdConfig, { AccountId, Issuer: provider.issuer, ...rogueClient });
    expect((await signInAs({ sub: 's-back', email: undefined })).path).toBe('/me');
  });
});
