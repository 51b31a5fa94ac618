import { afterAll, describe, expect, test } from 'vitest';
import { CreateApiKey } from '../../src/operations/chime/CreateApiKey.ts';
import { DeleteApiKey } from '../../src/operations/chime/DeleteApiKey.ts';
import { listen } from '../support/listening.ts';
import { aliceOf, connectProvider, createProvider, errorOf, get, L, listOf, namesOf, SEARCH, seedUsers, U } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
const okta = await createProvider(world, listening);
const other = await createProvider(world, listening, { owner: world.gil });
const alice = await okta.addUser(okta.mail('alice'));
afterAll(async () => {
  await listening.close();
  await world.close();
});

const unauthorized = {
  ...errorOf(401),
  headers: expect.objectContaining({
    'www-authenticate': expect.stringMatching(/^Bearer/),
    'content-type': expect.stringContaining('application/scim+json'),
  }),
};

describe('who is let in', () => {
  test.each([
    ['A1 without a key', { authorization: '' }],
    ['A2 with a key but no scheme', { authorization: 'non-token' }],
    ['A3 with another scheme', { authorization: 'Basic b2t0YTp0b2s=' }],
  ])('%s: 401 that names the scheme', async (_, headers) => {
    const answer = await okta.get('/Users', headers);
    expect(answer).toMatchObject(unauthorized);
    expect(get(answer.json, 'detail')).not.toBe('');
  });

  test('A4 the scheme is written in any letter case', async () => {
    expect(await okta.get('/Users', { authorization: `bearer ${okta.secret}` })).toMatchObject({ status: 200 });
  });

  test('A5 unknown, altered and deleted keys are answered alike', async () => {
    const gone = await world.ana.call(CreateApiKey, { AccountId: okta.accountId });
    await world.ana.call(DeleteApiKey, { AccountId: okta.accountId, ApiKeyId: gone.ApiKey.ApiKeyId });
    const altered = okta.secret.slice(0, -1) + (okta.secret.endsWith('A') ? 'B' : 'A');
    const answers = await Promise.all(
      [`carillon_scim_${'x'.repeat(43)}`, altered, gone.Secret].map((secret) => okta.get('/Users', { authorization: `Bearer ${secret}` })),
    );
    for (const { status, text } of answers) expect([status, text]).toEqual([401, answers[0]?.text]);
  });

  test('A6 a key that is deleted in the middle of a sync stops at once, and what was pushed stays', async () => {
    const { ApiKey, Secret } = await world.ana.call(CreateApiKey, { AccountId: okta.accountId });
    const syncing = connectProvider(world, listening, { ...okta, owner: world.ana, secret: Secret });
    const id = await syncing.addUser(okta.mail('synced'));
    await world.ana.call(DeleteApiKey, { AccountId: okta.accountId, ApiKeyId: ApiKey.ApiKeyId });
    expect(await syncing.get(`/Users/${id}`)).toMatchObject(errorOf(401));
    expect(await okta.get(`/Users/${id}`)).toMatchObject({ status: 200 });
  });

  test('A7 two keys of one account see the same', async () => {
    const { Secret } = await world.ana.call(CreateApiKey, { AccountId: okta.accountId });
    const second = connectProvider(world, listening, { ...okta, owner: world.ana, secret: Secret });
    const id = await second.addUser(okta.mail('rotation'));
    expect((await second.get(`/Users/${id}`)).json).toEqual((await okta.get(`/Users/${id}`)).json);
  });

  test('A8 the user of another account does not exist', async () => {
    for (const answer of [
      await other.get(`/Users/${alice}`),
      await other.delete(`/Users/${alice}`),
      await other.patch(`/Users/${alice}`, []),
    ])
      expect(answer).toMatchObject(errorOf(404));
    expect((await other.get('/Users')).json).toMatchObject({ totalResults: 0 });
  });

  test('A9 two accounts may each have a user of one name', async () => {
    for (const provider of [okta, other])
      expect(await provider.post('/Users', { schemas: [U], userName: 'same@nowhere.example' })).toMatchObject({ status: 201 });
  });

  test('A10 a key in the address or in the body counts for nothing', async () => {
    expect(await okta.get(`/Users?access_token=${okta.secret}`, { authorization: '' })).toMatchObject(errorOf(401));
    expect(await okta.post('/Users', { access_token: okta.secret }, { authorization: '' })).toMatchObject(errorOf(401));
  });
});

describe('what is taken', () => {
  test('A11 a body over 1 MiB is 413', async () => {
    const answer = await okta.send('POST', '/Users', `{"userName":"${'x'.repeat(1024 * 1024)}"}`, {
      'content-type': 'application/scim+json',
    });
    expect(answer).toMatchObject(errorOf(413));
  });

  test('A12 a body that is no JSON is invalidSyntax', async () => {
    for (const body of ['{"acve": tre,', '', '\u{feff}'])
      expect(await okta.send('POST', '/Users', body, { 'content-type': 'application/scim+json' })).toMatchObject(
        errorOf(400, 'invalidSyntax'),
      );
  });

  test('A13 a body that is no object is invalidSyntax', async () => {
    for (const body of [[], 'text', 7, null]) expect(await okta.post('/Users', body)).toMatchObject(errorOf(400, 'invalidSyntax'));
  });

  test.each([
    ['A14 application/json', { 'content-type': 'application/json' }],
    ['A15 a charset', { 'content-type': 'application/scim+json; charset=utf-8', 'accept-charset': 'utf-8' }],
  ])('%s is accepted, and the answer is SCIM', async (name, headers) => {
    const answer = await okta.post('/Users', { schemas: [U], userName: okta.mail(name.slice(0, 3)) }, headers);
    expect(answer).toMatchObject({ status: 201, headers: { 'content-type': expect.stringContaining('application/scim+json') } });
  });

  test('A16 a body of another type is 415', async () => {
    expect(await okta.post('/Users', { schemas: [U] }, { 'content-type': 'text/plain' })).toMatchObject(errorOf(415));
  });

  test('A17 whatever JSON a client accepts, it gets SCIM', async () => {
    for (const headers of [{ accept: 'application/json' }, { accept: '*/*' }, {}]) {
      const answer = await okta.get('/Users', headers);
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('application/scim+json') } });
    }
  });

  test('A18 a client that accepts only HTML gets SCIM all the same', async () => {
    expect(await okta.get('/Users', { accept: 'text/html' })).toMatchObject({ status: 200 });
  });

  test('A19 a search by POST finds what the GET finds', async () => {
    const filter = `userName eq "${okta.mail('alice')}"`;
    const found = await okta.post('/Users/.search', { schemas: [SEARCH], filter, startIndex: 1, count: 5, attributes: ['userName'] });
    expect(found.status).toBe(200);
    expect(found.json).toEqual((await okta.find('Users', filter, '&startIndex=1&count=5&attributes=userName')).json);
    expect(namesOf(found)).toEqual([okta.mail('alice')]);
  });
});

describe('where nothing is', () => {
  test('A20 /Me is 501', async () => expect(await okta.get('/Me')).toMatchObject(errorOf(501)));

  test('A21 /Bulk is 501, and nothing of it is done', async () => {
    const operations = [{ method: 'POST', path: '/Users', bulkId: '1', data: { schemas: [U], userName: okta.mail('bulk') } }];
    expect(
      await okta.post('/Bulk', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: operations }),
    ).toMatchObject(errorOf(501));
    expect((await okta.find('Users', `userName eq "${okta.mail('bulk')}"`)).json).toMatchObject({ totalResults: 0 });
  });

  test('A22 an unknown path is 404', async () => {
    for (const path of ['/Nonsense', '', '/', '/Users/a/b', '/Users/%00', '/constructor', '/__proto__'])
      expect(await okta.get(path), path).toMatchObject(errorOf(404));
    expect(await okta.get('/Users/%zz')).toMatchObject(errorOf(400));
  });

  test('A23 a method that a path does not have is 405 with those it has', async () => {
    for (const method of ['PATCH', 'DELETE'])
      expect(await okta.send(method, '/Users')).toMatchObject({ ...errorOf(405), headers: { allow: 'GET, POST' } });
    expect(await okta.post(`/Users/${alice}`, {})).toMatchObject({ ...errorOf(405), headers: { allow: 'GET, PUT, PATCH, DELETE' } });
  });

  test('a slash at the end of a path means nothing', async () => {
    expect((await okta.get('/Users/')).json).toMatchObject({ schemas: [L] });
    expect(await okta.get(`/Users/${alice}/`)).toMatchObject({ status: 200 });
  });
});

test('A24 beyond its quota a key is told to wait, and other accounts are not', async () => {
  const slow = await createWorld({ requestsPerSecond: 100 });
  const door = await listen(slow);
  const [busy, calm] = [await createProvider(slow, door), await createProvider(slow, door)];
  const answers = await Promise.all(Array.from({ length: 30 }, () => busy.get('/Users?count=0')));
  const refused = answers.filter(({ status }) => status === 429);
  // The burst of a world is 20 requests, and its clock stands still.
  expect(refused).toHaveLength(10);
  expect(refused[0]).toMatchObject({ ...errorOf(429), headers: { 'retry-after': '1' } });
  expect(await calm.get('/Users')).toMatchObject({ status: 200 });
  await door.close();
  await slow.close();
});

test('A25 a group of 10,000 members is put in far less than 60 seconds', { timeout: 120_000 }, async () => {
  const large = await createProvider(world, listening);
  const ids = await seedUsers(world, large, 10_000);
  const group = await large.addGroup('Everybody');
  await large.give('Everybody', 'Pro');
  const startedAt = performance.now();
  const answer = await large.put(`/Groups/${group}?excludedAttributes=members`, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Everybody',
    members: ids.map((value) => ({ value })),
  });
  expect(answer.status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(30_000);
  expect(listOf((await large.get(`/Groups/${group}`)).json, 'members')).toHaveLength(10_000);
  expect((await large.row(ids[9_999] ?? '')).registration_status).toBe('Unregistered');
});

test('the cases’ first user is stored as it is sent', async () => {
  const provider = await createProvider(world, listening);
  expect(await provider.post('/Users', aliceOf(provider))).toMatchObject({ status: 201, json: aliceOf(provider) });
});
