import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser, type Browser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { createTeam, inviteUser } from '../support/members.ts';
import { acceptIn, linkTo, password, registerIn, signInAt } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world, { trustedProxies: ['127.0.0.1'] });
afterAll(async () => {
  await server.close();
  await world.close();
});
const browse = (headers?: Readonly<Record<string, string>>) => openBrowser(server, headers);
const tls = { 'x-forwarded-proto': 'https', host: 'chime.example.com' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const Event = z.looseObject({ eventName: z.string(), errorCode: z.string().optional(), responseElements: z.unknown() });

const person: Browser = browse();
await registerIn(person, world, 'ida@people.example', '<img src=x onerror=alert(1)> "Ida" & Co');

describe('every page', () => {
  test('escapes what people have written', async () => {
    const { html, text } = await person.open('/me');
    expect(html).not.toContain('<img');
    expect(text).toContain('<img src=x onerror=alert(1)> "Ida" & Co');
    const page = await browse().send('GET', '/signin?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
    expect(page.html).not.toContain('<script');
  });

  test.each(['/signin', '/register', '/password', '/me', '/invitations/none', '/signin/nowhere'])(
    'runs no script, stays out of frames, caches and foreign forms, and names its request: %s',
    async (path) => {
      const { headers, html } = await person.send('GET', path);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
      expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
      const tags =
        html
          .replaceAll(/"[^"]*"/g, '""')
          .match(/<[^>]*>/g)
          ?.join('') ?? '';
      expect(tags).not.toMatch(/<script| style=| on\w+=/);
    },
  );

  test('that is not there, or fails, says so with the request id', async () => {
    const missing = await browse().send('GET', '/me/nowhere');
    expect(missing.status).toBe(404);
    expect(missing.text).toContain(`Request ${missing.headers['x-amzn-requestid']}`);
    const large = await browse().send('POST', '/signin', form, 'x'.repeat(20_000));
    expect(large.status).toBe(413);
    expect(large.text).toContain(`Request ${large.headers['x-amzn-requestid']}`);
  });
});

describe('a form', () => {
  const post = (browser: Browser, path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    browser.send('POST', path, { ...form, ...headers }, new URLSearchParams(fields).toString());
  const tokenOf = async (browser: Browser): Promise<string> =>
    /name="form-token" value="([\w-]+)"/.exec((await browser.open('/signin')).html)?.[1] ?? '';

  test('without its token, with another browser’s, or from another site is refused, and nothing happens', async () => {
    const foreign = await tokenOf(browse());
    const own = /name="form-token" value="([\w-]+)"/.exec((await person.open('/me')).html)?.[1] ?? '';
    for (const [fields, headers] of [
      [{}, {}],
      [{ 'form-token': foreign }, {}],
      [{ 'form-token': own }, { 'sec-fetch-site': 'cross-site' }],
    ] as const) {
      const page = await post(person, '/me/sign-out', fields, headers);
      expect([page.status, page.text]).toEqual([403, expect.stringContaining('The form has expired, or your browser keeps no cookies.')]);
    }
    expect((await person.open('/me')).path).toBe('/me');
  });

  test('of another content type is no form', async () => {
    const token = await tokenOf(browse());
    const page = await browse().send('POST', '/signin', { 'content-type': 'application/json' }, JSON.stringify({ 'form-token': token }));
    expect(page.status).toBe(403);
  });

  test.each([
    'ida@people.example\r\nBcc: eve@evil.example',
    'ida@people.example, eve@evil.example',
    '<ida@people.example>',
    'ida',
    '',
    'ïda@people.example',
  ])('with the address %j mails nobody', async (email) => {
    const browser = browse();
    await browser.open('/register');
    const page = await browser.submit('/register', { email });
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('This is no mail address.')]);
    const rows = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('outbox').select('recipient').where('recipient', 'like', '%evil%')),
    );
    expect(rows).toEqual([]);
  });

  test('with characters that no database keeps is taken without them', async () => {
    await person.open('/me');
    const page = await person.submit('/me/name', { name: 'I\0da\n\u202e Long' });
    expect(page.text).toContain('Your name is changed.');
    expect(page.html).toContain('<h1>Ida Long</h1>');
  });
});

describe('cookies', () => {
  test('over TLS are bound to the host, over HTTP only this machine gets any', async () => {
    const secure = browse(tls);
    await secure.open('/signin');
    expect([...secure.cookies.keys()]).toEqual(['__Host-carillon-form']);
    const { headers } = await browse(tls).send('GET', '/signin');
    expect(headers['set-cookie']).toMatch(/^__Host-carillon-form=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    const plain = await browse({ host: 'chime.example.com' }).send('GET', '/signin');
    expect([plain.status, plain.headers['set-cookie'], plain.text]).toEqual([
      403,
      undefined,
      expect.stringContaining('Nobody signs in over an open line.'),
    ]);
  });

  test('of a session say nothing of whose it is, and only their hash is stored', async () => {
    const token = person.cookies.get('carillon-session') ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    const rows = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('user_sessions').selectAll()));
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('with a token that nobody has are no session', async () => {
    const browser = browse();
    browser.cookies.set('carillon-session', 'x'.repeat(43));
    expect((await browser.open('/me')).path).toBe('/signin');
  });
});

describe('my profile', () => {
  test('lists devices, ends one of them or all others, and never somebody else’s', async () => {
    const phone = browse({
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604',
    });
    const tablet = browse({ 'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Safari/537' });
    await signInAt(phone, 'ida@people.example');
    await signInAt(tablet, 'ida@people.example');
    const page = await person.open('/me');
    for (const device of ['Safari on iPhone', 'Chrome on Android', 'Firefox on Linux']) expect(page.text).toContain(device);
    const stranger = browse();
    await registerIn(stranger, world, 'eve@people.example');
    const sessionOfPhone = /value="([\w-]+)"[^>]*>\s*<button[^>]*aria-label="Sign out Safari on iPhone"/.exec(page.html)?.[1] ?? '';
    const tokenOfStranger = /name="form-token" value="([\w-]+)"/.exec((await stranger.open('/me')).html)?.[1] ?? '';
    await stranger.send(
      'POST',
      '/me/devices/sign-out',
      form,
      new URLSearchParams({ 'form-token': tokenOfStranger, session: sessionOfPhone }).toString(),
    );
    expect((await phone.open('/me')).path).toBe('/me');
    await person.open('/me');
    expect((await person.submit('/me/devices/sign-out', { session: sessionOfPhone })).text).toContain('The device is signed out.');
    expect((await phone.open('/me')).path).toBe('/signin');
    expect((await tablet.open('/me')).path).toBe('/me');
    await person.open('/me');
    await person.submit('/me/devices/sign-out-others');
    expect((await tablet.open('/me')).path).toBe('/signin');
    expect((await person.open('/me')).path).toBe('/me');
  });

  test('gives another PIN to whoever asks for one, three times in a row and no oftener', async () => {
    const pinOf = (text: string): string => /\d{3} \d{3} \d{4}/.exec(text)?.[0] ?? '';
    const first = pinOf((await person.open('/me')).text);
    const page = await person.submit('/me/pin');
    expect(page.text).toContain('Your personal PIN is a new one.');
    expect(pinOf(page.text)).not.toBe(first);
    for (let again = 0; again < 2; again += 1) await person.submit('/me/pin');
    const last = pinOf((await person.open('/me')).text);
    const refused = await person.submit('/me/pin');
    expect([refused.status, refused.text]).toEqual([429, expect.stringContaining('several PINs just now')]);
    expect(pinOf((await person.open('/me')).text)).toBe(last);
  });

  test('changes the password with the current one, and signs out every other device', async () => {
    const other = browse();
    await signInAt(other, 'ida@people.example');
    await person.open('/me');
    const wrong = await person.submit('/me/password', { password: 'not my password', 'new-password': 'another secret of mine' });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('The current password is not right.')]);
    await person.open('/me');
    const page = await person.submit('/me/password', { password, 'new-password': 'another secret of mine' });
    expect(page.text).toContain('Your password is changed, and your other devices are signed out.');
    expect((await other.open('/me')).path).toBe('/signin');
    expect((await signInAt(browse(), 'ida@people.example')).status).toBe(401);
    expect((await signInAt(browse(), 'ida@people.example', 'another secret of mine')).path).toBe('/me');
  });

  test('ends with the session: after fourteen days, and on signing out', async () => {
    const browser = browse();
    await signInAt(browser, 'eve@people.example');
    world.clock.advance(14 * 24 * 60 * 60_000 - 1);
    expect((await browser.open('/me')).path).toBe('/me');
    world.clock.advance(1);
    expect((await browser.open('/me')).path).toBe('/signin');
    await signInAt(browser, 'eve@people.example');
    await browser.open('/me');
    const token = browser.cookies.get('carillon-session') ?? '';
    expect((await browser.submit('/me/sign-out')).path).toBe('/signin');
    expect(browser.cookies.has('carillon-session')).toBe(false);
    browser.cookies.set('carillon-session', token);
    expect((await browser.open('/me')).path).toBe('/signin');
  });
});

describe('the audit trail', () => {
  test('has what members of an account do and fail to do, in their AWS account, without a secret', async () => {
    const AccountId = await createTeam(world.ana, 'Audited');
    const UserId = await inviteUser(world.ana, AccountId, 'member@people.example');
    const browser = browse();
    const link = await linkTo(world, 'member@people.example');
    await acceptIn(browser, world, 'member@people.example');
    await browser.open('/me');
    await browser.submit('/me/sign-out');
    await signInAt(browser, 'member@people.example', 'a wrong guess');
    await signInAt(browser, 'member@people.example');
    const rows = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('audit_events').selectAll().where('user_name', '=', 'member@people.example').orderBy('sequence')),
    );
    const events = rows.map(({ event }) => Event.parse(JSON.parse(event)));
    expect(events.map(({ eventName, errorCode, responseElements }) => [eventName, errorCode, responseElements])).toEqual([
      ['AcceptInvitation', undefined, { AcceptInvitation: 'Success' }],
      ['UserSignOut', undefined, { UserSignOut: 'Success' }],
      ['UserAuthentication', 'AuthenticationFailed', { UserAuthentication: 'Failure' }],
      ['UserAuthentication', undefined, { UserAuthentication: 'Success' }],
    ]);
    expect(events[3]).toMatchObject({
      eventVersion: '1.11',
      eventType: 'AwsServiceEvent',
      eventSource: 'chime.amazonaws.com',
      userIdentity: { type: 'Unknown', principalId: UserId, accountId: '111111111111', userName: 'member@people.example' },
      requestParameters: { AccountId, UserId },
      additionalEventData: { method: 'carillon' },
      recipientAccountId: '111111111111',
    });
    expect(new Set(rows.map(({ aws_account_id }) => aws_account_id))).toEqual(new Set(['111111111111']));
    for (const secret of [password, 'a wrong guess', link.split('/').at(-1) ?? '', browser.cookies.get('carillon-session') ?? ''])
      expect(JSON.stringify(rows)).not.toContain(secret);
  });
});

test('one source gets two hundred pages at once and twenty a second, and another source its own', async () => {
  const busy = await createWorld({ requestsPerSecond: 500 });
  const listening = await listen(busy, { trustedProxies: ['127.0.0.1'] });
  const statuses = [];
  const open = async (source: string) => (await openBrowser(listening, { 'x-forwarded-for': source }).send('GET', '/register')).status;
  for (let count = 0; count < 201; count++) statuses.push(await open('198.51.100.7'));
  expect([statuses.filter((status) => status === 200).length, statuses.at(-1)]).toEqual([200, 429]);
  expect(await open('198.51.100.8')).toBe(200);
  busy.clock.advance(50);
  expect(await open('198.51.100.7')).toBe(200);
  await listening.close();
  await busy.close();
});
