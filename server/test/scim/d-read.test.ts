import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import { listen } from '../support/listening.ts';
import { aliceOf, createProvider, E, errorOf, get, idOf, L, listOf, namesOf, objectOf, pathOf, U } from '../support/scim.ts';
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

describe('reading', () => {
  test('D1 a page of one has all that Okta looks at', async () => {
    const { status, json } = await okta.get('/Users?count=1&startIndex=1');
    expect(status).toBe(200);
    expect(json).toMatchObject({ schemas: [L], totalResults: 11, itemsPerPage: 1, startIndex: 1 });
    expect(listOf(json, 'Resources')).toMatchObject([
      {
        id: alice,
        userName: `Alice@${okta.domain}`,
        name: { givenName: 'Alice', familyName: 'Adams' },
        active: true,
        emails: [{ value: okta.mail('alice') }, {}],
      },
    ]);
  });

  test('D2 a user is read by its id', async () => {
    const { status, headers, json } = await okta.get(`/Users/${alice}`);
    expect([status, get(json, 'id')]).toEqual([200, alice]);
    const location = `http://${listening.host}/scim/v2/Users/${alice}`;
    expect(get(json, 'meta')).toEqual({
      resourceType: 'User',
      created: expect.any(String),
      lastModified: expect.any(String),
      location,
      version: headers['etag'],
    });
  });

  test('D3 an unknown id, however odd, is 404', async () => {
    for (const id of ['010101001010101011001010101011', '%2e%2e%2f', "'", '%F0%9F%98%80', 'constructor'])
      expect(await okta.get(`/Users/${id}`), id).toMatchObject(errorOf(404));
  });
});

describe('pages', () => {
  test('D24 the first index is 1', async () => {
    for (const index of ['0', '-5'])
      expect((await okta.get(`/Users?startIndex=${index}`)).json).toMatchObject({ startIndex: 1, totalResults: 11 });
  });

  test.each([
    ['D25 no resources', '0'],
    ['D26 fewer than none', '-1'],
  ])('%s are asked for', async (_, asked) => {
    expect((await okta.get(`/Users?count=${asked}`)).json).toMatchObject({ totalResults: 11, itemsPerPage: 0, Resources: [] });
  });

  test('D27 a page has a bound, and says how many it holds', async () => {
    expect((await okta.get('/Users?count=100000')).json).toMatchObject({ totalResults: 11, itemsPerPage: 11 });
  });

  test('D28 behind the last is an empty page', async () => {
    expect((await okta.get('/Users?startIndex=20&count=5')).json).toMatchObject({
      totalResults: 11,
      startIndex: 20,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  test('D29 pages show each user once, in one order', async () => {
    const pages = [];
    for (const start of [1, 6, 11]) {
      const page = await okta.get(`/Users?startIndex=${start}&count=5`);
      expect(page.json).toMatchObject({ startIndex: start });
      pages.push(...namesOf(page));
    }
    expect(pages).toEqual([`Alice@${okta.domain}`, ...names]);
  });

  test('D30 who comes or goes between pages moves nobody who is there', async () => {
    const first = namesOf(await okta.get('/Users?startIndex=1&count=5'));
    const late = await okta.addUser('late@crowd.example');
    const second = namesOf(await okta.get('/Users?startIndex=6&count=5'));
    expect([...first, ...second]).toEqual([`Alice@${okta.domain}`, ...names.slice(0, 9)]);
    await okta.delete(`/Users/${late}`);
    expect(await okta.get('/Users?startIndex=11&count=5')).toMatchObject({ status: 200 });
  });

  test('D31 what is no whole number is invalidValue', async () => {
    for (const query of ['startIndex=abc', 'count=1.5', 'count=', 'count=1e3'])
      expect(await okta.get(`/Users?${query}`)).toMatchObject(errorOf(400, 'invalidValue'));
  });

  test('D32 an order, in any letter case; an unknown one is passed over', async () => {
    const sorted = namesOf(await okta.get('/Users?sortBy=userName&sortOrder=descending'));
    expect(sorted).toEqual([...names.toReversed(), `Alice@${okta.domain}`]);
    expect(namesOf(await okta.get('/Users?sortBy=title&count=2'))).toEqual([names[1], `Alice@${okta.domain}`]);
    expect(namesOf(await okta.get('/Users?sortBy=name.familyName&sortOrder=descending')).at(-1)).toBe(`Alice@${okta.domain}`);
    for (const by of ['nonsense', 'emails', 'groups', 'photos', 'password', 'meta.lastModified', `${E}:manager`])
      expect((await okta.get(`/Users?sortBy=${by}`)).json, by).toMatchObject({ totalResults: 11, itemsPerPage: 11 });
  });
});

describe('projections', () => {
  const shown = async (query: string): Promise<string[]> =>
    Object.keys(objectOf(listOf((await okta.get(`/Users?count=1&${query}`)).json, 'Resources')[0]));

  test('D33 only what is asked for', async () => expect(await shown('attributes=userName')).toEqual(['schemas', 'id', 'userName']));

  test('D34 parts of attributes', async () => {
    const { json } = await okta.get(`/Users/${alice}?attributes=name.givenName,emails,${E}:department`);
    expect(json).toEqual({
      schemas: [U, E],
      id: alice,
      name: { givenName: 'Alice' },
      emails: aliceOf(okta)['emails'],
      [E]: { department: 'Old' },
    });
  });

  test('D35 all but what is excluded, and never without the id', async () => {
    const keys = await shown('excludedAttributes=emails,name,id,schemas');
    expect(keys).toContain('id');
    expect(keys).not.toContain('emails');
    expect(keys).not.toContain('name');
    expect(pathOf(await okta.get(`/Users/${alice}?excludedAttributes=name.givenName`), 'name')).toEqual({ familyName: 'Adams' });
  });

  test('D36 both at once are invalidValue', async () =>
    expect(await okta.get('/Users?attributes=userName&excludedAttributes=name')).toMatchObject(errorOf(400, 'invalidValue')));

  test('D37 a password is never shown', async () => expect(await shown('attributes=password')).toEqual(['schemas', 'id']));
});

test('D38 who is suspended is still listed, found and read', async () => {
  const { UserErrors } = await world.ana.call(SuspendUsers, { AccountId: okta.accountId, UserIdList: [alice] });
  expect(UserErrors).toMatchObject([{ ErrorCode: 'Unprocessable' }]);
  await okta.patch(`/Users/${alice}`, [{ op: 'replace', value: { active: false } }]);
  expect((await okta.get(`/Users/${alice}`)).json).toMatchObject({ active: false });
  expect(await count('active eq false')).toBe(1);
  expect((await okta.get('/Users')).json).toMatchObject({ totalResults: 11 });
  await okta.patch(`/Users/${alice}`, [{ op: 'replace', value: { active: true } }]);
});

test('D39 a user shows the groups that were pushed', async () => {
  const group = await okta.addGroup('D39', [alice]);
  const groups = [{ value: group, $ref: `http://${listening.host}/scim/v2/Groups/${group}`, display: 'D39', type: 'direct' }];
  expect((await okta.get(`/Users/${alice}`)).json).toMatchObject({ groups });
  expect(listOf((await okta.get('/Users')).json, 'Resources')[0]).toMatchObject({ groups });
  expect([await count(`groups.value eq "${group}"`), await count(`groups eq "other"`), await count('groups pr')]).toEqual([1, 0, 1]);
});

test('D40 one user found is still a list', async () =>
  expect((await okta.find('Users', `id eq "${alice}"`)).json).toMatchObject({ schemas: [L], totalResults: 1, Resources: [{ id: alice }] }));
