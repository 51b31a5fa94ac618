import { afterAll, describe, expect, test } from 'vitest';
import { ThrottledClientException } from '../../src/errors.ts';
import { admitAttempt } from '../../src/signin/throttle.ts';
import { openBrowser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { linkTo, mailsTo, password, registerIn, signInAt } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});

const minuteMs = 60_000;
/** An attempt as the flow counts it, without the work of hashing; answers the milliseconds to wait. */
async function attemptFrom(sourceIp: string, email: string): Promise<number> {
  const visit = { requestId: '', now: world.clock.now(), sourceIp, userAgent: '', secure: false, cookies: new Map<string, string>() };
  const counted = world.database.write('', (tx) => admitAttempt(tx, world, visit, email));
  return counted.then(
    () => 0,
    (error: unknown) => (error instanceof ThrottledClientException ? error.retryAfterSeconds * 1000 : Promise.reject(error)),
  );
}

const browse = (headers?: Readonly<Record<string, string>>) => openBrowser(server, headers);

describe('registration', () => {
  test('by the mailed link makes a free user with a PIN, who is signed in', async () => {
    const browser = browse();
    await registerIn(browser, world, 'ida@people.example', 'Ida Ärlig');
    const page = await browser.open('/me');
    expect(page.text).toMatch(
      /Ida Ärlig .*Personal PIN \d{3} \d{3} \d{4} .* Mail address ida@people\.example Account None: you are a free user License Basic/,
    );
    expect(page.text).toContain('Firefox on Linux');
  });

  test('of an address that has a login is answered alike, and mails a hint instead of a link', async () => {
    const browser = browse();
    const answers: string[] = [];
    for (const email of ['ida@people.example', 'nobody-yet@people.example']) {
      await browser.open('/register');
      answers.push((await browser.submit('/register', { email: ` ${email.toUpperCase()}` })).text.replace(email, '…'));
    }
    expect(answers[0]).toContain('If … can be used for this, a message with a link is on its way there.');
    expect(answers[1]).toBe(answers[0]);
    const [hint] = await mailsTo(world, 'ida@people.example');
    expect(hint).toMatchObject({ subject: 'You are registered already', body: expect.stringMatching(/^\/signin$/m) });
  });

  test('takes one link once, and not after an hour', async () => {
    const browser = browse();
    await registerIn(browser, world, 'once@people.example');
    await browser.open('/register');
    await browser.submit('/register', { email: 'late@people.example' });
    const late = await linkTo(world, 'late@people.example');
    expect((await browse().open(late)).text).toContain('Finish your registration');
    world.clock.advance(61 * minuteMs);
    const page = await browse().open(late);
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('This link was used already, or its time is over.')]);
  });

  test('of one address in two browsers at once makes one user', async () => {
    const [one, other] = [browse(), browse()];
    await one.open('/register');
    await one.submit('/register', { email: 'race@people.example' });
    const first = await linkTo(world, 'race@people.example');
    await one.submit('/register', { email: 'race@people.example' }).catch(() => undefined);
    await one.open('/register');
    await one.submit('/register', { email: 'race@people.example' });
    const second = await linkTo(world, 'race@people.example');
    await Promise.all([one.open(first), other.open(second)]);
    const pages = await Promise.all([
      one.submit(first, { name: 'One', 'new-password': password }),
      other.submit(second, { name: 'Other', 'new-password': `${password} of another` }),
    ]);
    expect(pages.map(({ path }) => path).filter((path) => path === '/me')).toHaveLength(1);
    expect(pages.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  test.each([
    ['short', 'The password has 5 characters. Choose one of at least 12.'],
    ['aaaaaaaaaaaaaa', 'The password repeats itself.'],
    ['my-choosy-password', 'The password contains your mail address.'],
  ])('refuses the password %s, says why, and keeps link and name', async (word, message) => {
    const browser = browse();
    world.clock.advance(61 * minuteMs);
    await browser.open('/register');
    await browser.submit('/register', { email: 'choosy@people.example' });
    const link = await linkTo(world, 'choosy@people.example');
    await browser.open(link);
    const page = await browser.submit(link, { name: 'Cho', 'new-password': word });
    expect([page.status, page.text]).toEqual([400, expect.stringContaining(message)]);
    expect(page.html).toContain('value="Cho"');
    expect(page.html).not.toContain(word === 'short' ? 'value="short"' : word);
  });
});

describe('signing in', () => {
  test('asks for the address, then the password, and leads to the profile', async () => {
    const browser = browse();
    await browser.open('/signin');
    const asked = await browser.submit('/signin', { email: 'Ida@People.example' });
    expect(asked.text).toMatch(/Sign in Mail address Password Sign in Mail me a sign-in link I have forgotten my password/);
    const page = await browser.submit('/signin/password', { password });
    expect([page.status, page.path]).toEqual([200, '/me']);
  });

  test('answers a wrong password and an unknown address alike', async () => {
    const wrong = await signInAt(browse(), 'ida@people.example', 'not the password');
    const unknown = await signInAt(browse(), 'unknown@people.example', 'not the password');
    expect([wrong.status, wrong.text]).toEqual([
      401,
      expect.stringContaining('The address and the password do not belong together. Try again.'),
    ]);
    expect([unknown.status, unknown.html.replaceAll('unknown@', 'ida@').replaceAll(/value="[\w-]{43}"/g, '')]).toEqual([
      401,
      wrong.html.replaceAll(/value="[\w-]{43}"/g, ''),
    ]);
  });

  test('goes where the person wanted, and nowhere but on this site', async () => {
    for (const [next, path] of [
      ['/me?done=name', '/me?done=name'],
      ['//evil.example', '/me'],
      ['/\\evil.example', '/me'],
      ['https://evil.example/', '/me'],
      ['/%09/evil.example', '/me'],
      ['/me\r\nSet-Cookie: a=b', '/me'],
      ['javascript:alert(1)', '/me'],
    ] as const) {
      const browser = browse();
      await browser.open(`/signin?next=${encodeURIComponent(next)}`);
      await browser.submit('/signin', { email: 'ida@people.example' });
      const page = await browser.submit('/signin/password', { password });
      expect([next, page.path]).toEqual([next, path]);
    }
  });

  test('by a mailed link works once, for fifteen minutes, and looking at it uses nothing up', async () => {
    const browser = browse();
    await browser.open('/signin');
    await browser.submit('/signin', { email: 'ida@people.example' });
    await browser.submit('/signin/link');
    const link = await linkTo(world, 'ida@people.example');
    await browse().open(link);
    await browser.open(link);
    expect((await browser.submit(link)).path).toBe('/me');
    expect((await browse().open(link)).status).toBe(422);
    await browser.open('/signin/link');
    world.clock.advance(minuteMs);
    await browse().open('/signin/link');
  });

  test('without a login mails nothing, and says the same', async () => {
    const browser = browse();
    await browser.open('/signin');
    await browser.submit('/signin', { email: 'stranger@people.example' });
    const page = await browser.submit('/signin/link');
    expect(page.text).toContain('If stranger@people.example can be used for this, a message with a link is on its way there.');
    expect(await mailsTo(world, 'stranger@people.example')).toEqual([]);
  });

  test('with a forgotten password: the mailed link sets a new one, and every other device is signed out', async () => {
    const other = browse();
    await registerIn(other, world, 'forgot@people.example');
    const browser = browse();
    await browser.open('/password');
    await browser.submit('/password', { email: 'forgot@people.example' });
    const link = await linkTo(world, 'forgot@people.example');
    await browser.open(link);
    expect((await browser.submit(link, { 'new-password': 'a brand new secret' })).path).toBe('/me');
    expect((await other.open('/me')).path).toBe('/signin');
    expect((await signInAt(browse(), 'forgot@people.example')).status).toBe(401);
    expect((await signInAt(browse(), 'forgot@people.example', 'a brand new secret')).path).toBe('/me');
  });
});

describe('guessing', () => {
  test('has five free attempts; then the wait doubles to five minutes, and the right password waits as well', async () => {
    await registerIn(browse(), world, 'target@people.example');
    const attacker = browse();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++)
      statuses.push((await signInAt(attacker, 'target@people.example', 'a wrong guess')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await signInAt(attacker, 'target@people.example')).headers['retry-after']).toBe('1');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 11; attempt++) {
      const waitMs = await attemptFrom('198.51.100.1', 'target@people.example');
      waits.push(waitMs / 1000);
      world.clock.advance(waitMs);
      expect(await attemptFrom('198.51.100.1', 'target@people.example')).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  test('locks nobody out: not the device that was used before, not the mailed link, and in the end not the password', async () => {
    const attacker = browse();
    const known = browse();
    await registerIn(known, world, 'victim@people.example');
    await known.open('/me');
    await known.submit('/me/sign-out');
    for (let attempt = 0; attempt < 6; attempt++) await signInAt(attacker, 'victim@people.example', 'a wrong guess');
    expect((await signInAt(browse(), 'victim@people.example')).status).toBe(429);
    expect((await signInAt(known, 'victim@people.example')).path).toBe('/me');
    const fresh = browse();
    await fresh.open('/signin');
    await fresh.submit('/signin', { email: 'victim@people.example' });
    await fresh.submit('/signin/link');
    const link = await linkTo(world, 'victim@people.example');
    await fresh.open(link);
    expect((await fresh.submit(link)).path).toBe('/me');
    world.clock.advance(61 * minuteMs);
    expect((await signInAt(browse(), 'victim@people.example')).path).toBe('/me');
  });

  test('in many requests at once has five free attempts as well', async () => {
    const waits = await Promise.all(Array.from({ length: 12 }, () => attemptFrom('198.51.100.2', 'at-once@people.example')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  });

  test.each([
    ['IPv4 address', '203.0.113.9', '203.0.113.9', '203.0.113.10'],
    ['IPv6 network', '2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '2001:db8:1:3::1'],
  ])('at many addresses from one %s is slowed down, and elsewhere is not', async (_what, first, sameSource, elsewhere) => {
    for (let index = 0; index < 60; index++) expect(await attemptFrom(first, `many${index}@people.example`)).toBe(0);
    expect(await attemptFrom(sameSource, 'one-more@people.example')).toBe(1000);
    expect(await attemptFrom(elsewhere, 'another@people.example')).toBe(0);
  });

  test('one address gets three links in a row, whoever asks, and nobody is told', async () => {
    await registerIn(browse(), world, 'flooded@people.example');
    const before = (await mailsTo(world, 'flooded@people.example')).length;
    for (let count = 0; count < 6; count++) {
      const browser = browse();
      await browser.open('/password');
      const page = await browser.submit('/password', { email: 'flooded@people.example' });
      expect(page.text).toContain('a message with a link is on its way');
    }
    expect((await mailsTo(world, 'flooded@people.example')).length - before).toBeLessThanOrEqual(3);
  });
});
