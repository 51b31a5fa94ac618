import { afterAll, beforeEach, expect, test } from 'vitest';
import { AddOrUpdateGroups } from '../../src/operations/chime/AddOrUpdateGroups.ts';
import { listen } from '../support/listening.ts';
import { createProvider, E, errorOf, G, get, idOf, L, listOf, objectOf, P, pathOf, U, type Provider } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

// What identity providers send, from beginning to end, in the order in which they send it.

const world = await createWorld();
const listening = await listen(world);
let idp: Provider;
beforeEach(async () => {
  idp = await createProvider(world, listening);
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

test('J1 the twelve requests of Okta’s specification test', async () => {
  await idp.addUser(idp.mail('present'), {
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ value: idp.mail('present'), primary: true }],
  });
  const first = await idp.get('/Users?count=1&startIndex=1');
  expect(first).toMatchObject({ status: 200, json: { schemas: [L], itemsPerPage: 1, startIndex: 1, totalResults: 1 } });
  const [shown] = listOf(first.json, 'Resources');
  expect(shown).toMatchObject({
    id: expect.any(String),
    userName: idp.mail('present'),
    name: { familyName: 'User', givenName: 'Test' },
    active: true,
    emails: [{ value: idp.mail('present') }],
  });
  expect(await idp.get(`/Users/${String(get(shown, 'id'))}`)).toMatchObject({ status: 200, json: { id: get(shown, 'id') } });
  expect(await idp.find('Users', 'userName eq "abcdefgh@atko.com"')).toMatchObject({ status: 200, json: { totalResults: 0 } });
  expect(await idp.find('Users', `userName eq "${idp.mail('present')}"`)).toMatchObject({ status: 200, json: { totalResults: 1 } });
  expect(await idp.get('/Users/010101001010101011001010101011')).toMatchObject({
    ...errorOf(404),
    json: { detail: expect.stringMatching(/./) },
  });
  const random = {
    schemas: [U],
    userName: 'Runscope300@atko.com',
    name: { givenName: 'Runscope', familyName: '300' },
    emails: [{ primary: true, value: 'Runscope300@atko.com', type: 'work' }],
    displayName: 'Runscope 300',
    active: true,
  };
  const created = await idp.post('/Users', random, { 'content-type': 'application/json' });
  expect(created).toMatchObject({ status: 201, json: { ...random, id: expect.any(String) } });
  expect(await idp.get(`/Users/${idOf(created)}`)).toMatchObject({ status: 200, json: random });
  expect(await idp.find('Users', 'userName eq "runscope300@ATKO.com"')).toMatchObject({ json: { totalResults: 1 } });
  expect(await idp.post('/Users', random)).toMatchObject(errorOf(409, 'uniqueness'));
  expect(await idp.get('/Groups')).toMatchObject({ status: 200, json: { schemas: [L], totalResults: 0 } });
  expect(await idp.get('/Users', { authorization: 'non-token' })).toMatchObject(errorOf(401));
  expect(await idp.find('Users', 'userName eq "'.concat('x'.repeat(20)))).toMatchObject(errorOf(400, 'invalidFilter'));
});

test('J2 the life of an Okta user: each reading shows the last change', async () => {
  const body = {
    schemas: [U],
    userName: idp.mail('ada'),
    name: { givenName: 'Ada', familyName: 'L' },
    emails: [{ primary: true, value: idp.mail('ada'), type: 'work' }],
    active: true,
  };
  const id = idOf(await idp.post('/Users', { ...body, groups: [], password: 'x' }));
  expect((await idp.find('Users', `userName eq "${idp.mail('ada')}"`)).json).toMatchObject({ Resources: [{ id }] });
  const read = await idp.get(`/Users/${id}`);
  await idp.put(`/Users/${id}`, { ...objectOf(read.json), name: { givenName: 'Augusta', familyName: 'L' } });
  expect((await idp.get(`/Users/${id}`)).json).toMatchObject({ name: { givenName: 'Augusta' } });
  for (const active of [false, true, false]) {
    await idp.patch(`/Users/${id}`, [{ op: 'replace', value: { active } }]);
    expect((await idp.get(`/Users/${id}`)).json).toMatchObject({ active });
  }
});

test('J3 the life of an Entra user and group', async () => {
  const probe = await idp.find('Users', `userName eq "${crypto.randomUUID()}"`);
  expect(probe).toMatchObject({ status: 200, json: { totalResults: 0, Resources: [] } });
  const id = idOf(
    await idp.post('/Users', {
      schemas: [U, E],
      externalId: 'bob',
      userName: idp.mail('bob'),
      active: true,
      emails: [{ primary: true, type: 'work', value: idp.mail('bob') }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Bob B', familyName: 'B', givenName: 'Bob' },
      roles: [],
    }),
  );
  const changes = [
    { op: 'Replace', path: 'emails[type eq "work"].value', value: idp.mail('robert') },
    { op: 'Replace', path: 'name.familyName', value: 'Builder' },
    { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+49 1' },
    { op: 'Add', path: `${E}:manager`, value: 'm' },
  ];
  expect(await idp.patch(`/Users/${id}`, changes)).toMatchObject({
    status: 200,
    json: { name: { familyName: 'Builder' }, phoneNumbers: [{ type: 'mobile', value: '+49 1' }] },
  });
  const group = idOf(await idp.post('/Groups', { schemas: [G], externalId: 'g', displayName: 'Sales', meta: { resourceType: 'Group' } }));
  expect(await idp.get(`/Groups/${group}?excludedAttributes=members`)).toMatchObject({ status: 200 });
  expect(await idp.patch(`/Groups/${group}`, [{ op: 'Add', path: 'members', value: [{ $ref: null, value: id }] }])).toMatchObject({
    status: 204,
  });
  expect(await idp.patch(`/Groups/${group}`, [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: id }] }])).toMatchObject({
    status: 204,
  });
  for (const value of ['False', 'True']) {
    await idp.patch(`/Users/${id}`, [{ op: 'Replace', path: 'active', value }]);
    expect((await idp.find('Users', 'externalId eq "bob"')).json).toMatchObject({ Resources: [{ id, active: value === 'True' }] });
  }
  expect(await idp.delete(`/Users/${id}`)).toMatchObject({ status: 204 });
  expect(await idp.delete(`/Groups/${group}`)).toMatchObject({ status: 204 });
});

test('J4 the sequence of Microsoft’s reference collection', async () => {
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) expect(await idp.get(path)).toMatchObject({ status: 200 });
  const users: string[] = [];
  for (const name of ['UserName123', 'UserName222', 'UserName333']) {
    const emails = [{ primary: true, type: 'work', value: idp.mail(name) }];
    const answer = await idp.post('/Users', {
      schemas: [U, E],
      userName: name,
      active: 'true',
      displayName: 'lennay',
      externalId: name,
      emails,
      name: { familyName: 'x', givenName: 'y' },
      [E]: { department: 'bob' },
    });
    expect(answer).toMatchObject({ status: 201, json: { active: true, [E]: { department: 'bob' } } });
    users.push(idOf(answer));
  }
  const [one = '', two = '', three = ''] = users;
  expect(await idp.post('/Users', { schemas: [U], userName: 'UserName123' })).toMatchObject(errorOf(409, 'uniqueness'));
  expect(await idp.post('/Users', { schemas: [U], displayName: 'no name' })).toMatchObject(errorOf(400, 'invalidValue'));
  expect(await idp.send('POST', '/Users', '{"acve": tre,')).toMatchObject(errorOf(400, 'invalidSyntax'));
  for (const query of [
    'userName eq "UserName123"',
    'userName sw "USER" and active eq true',
    'externalId eq "UserName222" or displayName eq "nobody"',
  ])
    expect(await idp.find('Users', query), query).toMatchObject({ status: 200 });
  expect((await idp.get('/Users?attributes=userName,emails&count=2&startIndex=2')).json).toMatchObject({
    itemsPerPage: 2,
    startIndex: 2,
    totalResults: 3,
  });
  expect(await idp.put(`/Users/${one}`, { schemas: [U], userName: 'UserName123', active: true, adreses: [] })).toMatchObject({
    status: 200,
  });
  expect(
    await idp.patch(`/Users/${two}`, [
      { op: 'replace', path: 'active', value: 'false' },
      { op: 'add', path: `${E}:department`, value: 'x' },
    ]),
  ).toMatchObject({ status: 200, json: { active: false } });
  const group = idOf(
    await idp.post('/Groups', { schemas: [G], externalId: 'gx', displayName: 'Group1DisplayName', members: [{ value: one }] }),
  );
  expect(await idp.patch(`/Groups/${group}`, [{ op: 'Add', path: 'members', value: two }])).toMatchObject({ status: 204 });
  expect(
    await idp.patch(`/Groups/${group}`, [
      { op: 'Replace', path: 'displayName', value: '1879db59-3bdf-4490-ad68-ab880a269474updatedDisplayName' },
    ]),
  ).toMatchObject({ status: 204 });
  expect(await idp.members(group)).toEqual([one, two].toSorted());
  expect(
    await idp.put(`/Groups/${group}`, { schemas: [G], displayName: 'putName', members: [{ value: three, display: 'VP' }] }),
  ).toMatchObject({ status: 200, json: { members: [{ value: three }] } });
  expect(await idp.patch(`/Groups/${group}`, [{ op: 'remove', path: 'members' }])).toMatchObject({ status: 204 });
  for (const path of [...users.map((user) => `/Users/${user}`), `/Groups/${group}`]) {
    expect(await idp.delete(path)).toMatchObject({ status: 204 });
    expect(await idp.get(path)).toMatchObject(errorOf(404));
  }
});

test('J7 a group gives a license only once it was pushed', async () => {
  const add = () =>
    world.ana.call(AddOrUpdateGroups, { AccountId: idp.accountId, Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }] });
  const id = await idp.addUser(idp.mail('ann'));
  expect((await add()).GroupErrors).toMatchObject([{ ErrorCode: 'NotFound', ErrorMessage: expect.stringContaining('try again later') }]);
  await idp.addGroup('Chime Pro', [id]);
  expect(await add()).toMatchObject({ Groups: [{ GroupName: 'Chime Pro', MemberCount: 1, Source: 'SCIM' }], GroupErrors: [] });
  expect(await idp.row(id)).toMatchObject({ license_type: 'Pro', registration_status: 'Unregistered' });
});

test('J8 who is assigned and in a pushed group is Registered with its license at the first sign-in', async () => {
  const id = await idp.addUser(idp.mail('ann'));
  await idp.addGroup('Chime Basic', [id]);
  await idp.give('Chime Basic', 'Basic');
  await idp.register(id);
  expect(await idp.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'T' }])).toMatchObject({ status: 200 });
  expect(await idp.row(id)).toMatchObject({ license_type: 'Basic', registration_status: 'Registered' });
});

test('J10 what was sent once and is sent again changes nothing', async () => {
  const names = ['a', 'b', 'c'];
  const ids = new Map<string, string>();
  const day = async (): Promise<number[]> => {
    const statuses: number[] = [];
    for (const name of names) {
      const found = await idp.find('Users', `userName eq "${idp.mail(name)}"`);
      const known = listOf(found.json, 'Resources')[0];
      const body = { schemas: [U], userName: idp.mail(name), name: { givenName: name }, active: name !== 'c' };
      const answer = known === undefined ? await idp.post('/Users', body) : await idp.put(`/Users/${String(get(known, 'id'))}`, body);
      ids.set(name, idOf(answer));
      statuses.push(answer.status);
    }
    const group = listOf((await idp.find('Groups', 'displayName eq "All"', '&excludedAttributes=members')).json, 'Resources')[0];
    const members = [...ids.values()].map((value) => ({ value }));
    const path = group === undefined ? `/Groups/${await idp.addGroup('All')}` : `/Groups/${String(get(group, 'id'))}`;
    const pushed = await idp.patch(path, [
      { op: 'replace', value: { id: path.slice(8), displayName: 'All' } },
      { op: 'add', path: 'members', value: members },
    ]);
    return [...statuses, pushed.status];
  };
  expect(await day()).toEqual([201, 201, 201, 204]);
  const before = [await idp.get('/Users'), await idp.get('/Groups')].map(({ json }) => json);
  world.clock.advance(24 * 3_600_000);
  expect(await day()).toEqual([200, 200, 200, 204]);
  expect([await idp.get('/Users'), await idp.get('/Groups')].map(({ json }) => json)).toEqual(before);
});

test('everything that Okta asks in a day is in the log, masked, and only for its own account', async () => {
  const other = await createProvider(world, listening);
  await other.get('/Users');
  const id = await idp.addUser(idp.mail('ann'), { name: { givenName: 'Secretia' }, password: 'Sesame' });
  await idp.send(
    'PATCH',
    `/Users/${id}`,
    JSON.stringify({ schemas: [P], Operations: [{ op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '+4930123' }] }),
  );
  await idp.get('/Users/nobody');
  await world.door.scim.idle();
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('scim_log').selectAll().where('account_id', '=', idp.accountId).orderBy('id')),
  );
  expect(rows.map(({ method, target, status }) => `${method} ${target.replace(id, 'ID')} ${status}`)).toEqual([
    'POST /Users 201',
    'PATCH /Users/ID 200',
    'GET /Users/nobody 404',
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/Secretia|Sesame|4930123|carillon_scim_/);
  expect(rows[0]).toMatchObject({ api_key_id: idp.apiKeyId, request: expect.stringContaining(idp.mail('ann')) });
  expect(pathOf(await idp.get(`/Users/${id}`), 'phoneNumbers')).toEqual([{ value: '+4930123', type: 'work' }]);
});
