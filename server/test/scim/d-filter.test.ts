import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { listen } from '../support/listening.ts';
import { aliceOf, createProvider, E, errorOf, get, idOf, pathOf, SEARCH, U } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
const okta = await createProvider(world, listening);
const names = Array.from({ length: 10 }, (_, index) => `user${index}@crowd.example`);
let alice = '';
beforeAll(async () => {
  alice = idOf(await okta.post('/Users', aliceOf(okta)));
  world.clock.advance(1000);
  for (const name of names) await okta.addUser(name, { title: name.startsWith('user1') ? 'Chief' : undefined });
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

/** How many users a filter finds. */
const count = async (filter: string): Promise<unknown> => pathOf(await okta.find('Users', filter), 'totalResults');

describe('filters', () => {
  test('D4 nobody found is an empty list', async () => {
    const { status, json } = await okta.find('Users', 'userName eq "nobody@x"');
    expect(status).toBe(200);
    expect(json).toMatchObject({ totalResults: 0, Resources: [] });
  });

  test.each([
    ['D5 a userName in any letter case', () => `userName eq "ALICE@${okta.domain.toUpperCase()}"`, 1],
    ['D6 names and operators in any letter case', () => `USERNAME EQ "${okta.mail('alice')}"`, 1],
    ['D7 a name with its URN', () => `${U}:userName eq "${okta.mail('alice')}"`, 1],
    ['D9 an address of a type', () => `emails[type eq "work"].value eq "${okta.mail('alice')}"`, 1],
    ['D10 two conditions on one element', () => 'emails[type eq "work" and value co "@home.test"]', 0],
    ['D16 an attribute of the extension', () => `${E}:department eq "Old"`, 1],
    ['D23 what looks like SQL is a text', () => `userName eq "x' OR 1=1--"`, 0],
  ])('%s', async (_, filter, expected) => expect(await count(filter())).toBe(expected));

  test('D8 the external id is exact', async () => {
    expect([await count('externalId eq "ext-1"'), await count('externalId eq "EXT-1"')]).toEqual([1, 0]);
    expect([await count('externalId pr'), await count('externalId eq null'), await count('externalId ne "ext-1"')]).toEqual([1, 10, 10]);
  });

  test('D11 an address of whatever type', async () => {
    expect([await count('emails.value eq "alice@home.test"'), await count('emails eq "alice@home.test"')]).toEqual([1, 1]);
    expect([
      await count('emails[type eq "home" and value co "@home.test"]'),
      await count('emails[type eq "work" or value co "@HOME"]'),
    ]).toEqual([1, 1]);
    expect([await count('emails[primary eq true].value ew "home.test"'), await count('emails[not (type eq "work")]')]).toEqual([0, 1]);
  });

  test('D12 an id', async () => expect(await count(`id eq "${alice}"`)).toBe(1));

  test('D13 booleans, in quotes too', async () => {
    expect([
      await count('active eq true'),
      await count('active eq "true"'),
      await count('active eq "False"'),
      await count('active ne true'),
    ]).toEqual([11, 11, 0, 0]);
    expect(await okta.find('Users', 'active gt true')).toMatchObject(errorOf(400, 'invalidFilter'));
  });

  test('D14 presence, negation, and which binds tighter', async () => {
    expect([await count('title pr'), await count('not (title pr)'), await count('name pr'), await count('emails pr')]).toEqual([
      1, 10, 1, 1,
    ]);
    expect(await count(`userName sw "al" and active eq true`)).toBe(1);
    const [a, b, c] = ['userName sw "user0"', 'userName sw "user1"', 'active eq false'];
    expect([await count(`${a} or ${b} and ${c}`), await count(`(${a} or ${b}) and ${c}`), await count(`${c} and ${b} or ${a}`)]).toEqual([
      1, 0, 1,
    ]);
    expect([await count('userName co "crowd"'), await count('userName ew ".EXAMPLE"'), await count('title co "HIE"')]).toEqual([10, 11, 1]);
    expect([await count('userName gt "user7"'), await count('userName ge "user8@crowd.example"'), await count('userName lt "b"')]).toEqual([
      3, 2, 1,
    ]);
  });

  test('D15 times by the instant', async () => {
    const created = String(pathOf(await okta.get(`/Users/${alice}`), 'meta.lastModified'));
    const elsewhere = new Date(Date.parse(created) + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    for (const time of [created, elsewhere])
      expect([
        await count(`meta.lastModified gt "${time}"`),
        await count(`meta.created le "${time}"`),
        await count(`meta.lastModified eq "${time}"`),
      ]).toEqual([10, 1, 1]);
    expect(await okta.find('Users', 'meta.lastModified gt "yesterday"')).toMatchObject(errorOf(400, 'invalidFilter'));
  });

  test('D17 texts are JSON', async () => {
    const id = await okta.addUser('a"b\\cé');
    for (const filter of ['userName eq "a\\"b\\\\c\\u00e9"', 'userName eq "a\\"b\\\\cé"']) expect(await count(filter)).toBe(1);
    expect(await okta.find('Users', 'userName eq "\\u0000"')).toMatchObject(errorOf(400, 'invalidFilter'));
    await okta.delete(`/Users/${id}`);
  });

  test('D18 what is not well-formed is invalidFilter', async () => {
    for (const filter of [
      "userName eq 'x'",
      'userName eq',
      'userName foo "x"',
      'userName eq "x" and',
      '((active eq true)',
      '',
      ' ',
      'userName',
      'not userName pr',
      'userName eq "x" or or active pr',
      'emails[type eq "work"',
      'userName eq "x")',
      'userNameeq "x"',
    ])
      expect(await okta.find('Users', filter), filter).toMatchObject(errorOf(400, 'invalidFilter'));
  });

  test('D19 a text without quotes is invalidFilter', async () => {
    for (const filter of ['userName sw O', 'userName eq 7', 'userName eq true'])
      expect(await okta.find('Users', filter)).toMatchObject(errorOf(400, 'invalidFilter'));
  });

  test('D20 what cannot be asked is refused, and never means everybody', async () => {
    for (const filter of [
      'photos.value eq "x"',
      'nonsense eq "x"',
      'name eq "x"',
      'emails.nope eq "x"',
      'meta.version eq "x"',
      'photos pr',
      'x509Certificates[value eq "x"]',
      'userName[value eq "x"]',
    ])
      expect(await okta.find('Users', filter), filter).toMatchObject(errorOf(400, 'invalidFilter'));
    expect(get((await okta.find('Users', 'photos pr')).json, 'detail')).toContain('not filterable');
  });

  test('D21 nobody guesses a password', async () => {
    for (const filter of ['password eq "x"', 'password sw "a"', 'password pr'])
      expect(await okta.find('Users', filter)).toMatchObject(errorOf(403, 'sensitive'));
  });

  test('D22 filters beyond the limits are refused in no time', async () => {
    const many = Array.from({ length: 20_000 }, () => 'active pr').join(' or ');
    const filters = [
      many,
      `${'('.repeat(20_000)}active pr${')'.repeat(20_000)}`,
      Array.from({ length: 65 }, () => 'active pr').join(' or '),
      `${'('.repeat(21)}active pr${')'.repeat(21)}`,
    ];
    for (const filter of filters) {
      const startedAt = performance.now();
      expect(await okta.post('/Users/.search', { schemas: [SEARCH], filter })).toMatchObject(errorOf(400, 'tooMany'));
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
    expect(await okta.find('Users', Array.from({ length: 64 }, () => 'active pr').join(' or '))).toMatchObject({ status: 200 });
  });
});
