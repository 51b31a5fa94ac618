import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ListGroups } from '../../src/operations/chime/ListGroups.ts';
import { listen } from '../support/listening.ts';
import { createProvider, errorOf, G, get, idOf, listOf, namesOf, pathOf, seedUsers, type Provider } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
let okta: Provider;
let users: string[] = [];
let pro = '';
let path = '';
beforeEach(async () => {
  okta = await createProvider(world, listening);
  users = [];
  for (const name of ['u1', 'u2', 'u3']) users.push(await okta.addUser(okta.mail(name)));
  pro = await okta.addGroup('Chime Pro', users.slice(0, 2));
  path = `/Groups/${pro}`;
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

const user = (number: 1 | 2 | 3): string => users[number - 1] ?? '';

describe('creating', () => {
  test('H1 a group without members', async () => {
    const answer = await okta.post('/Groups', { schemas: [G], displayName: 'Empty', members: [] });
    expect(answer).toMatchObject({
      status: 201,
      json: { schemas: [G], displayName: 'Empty', members: [], meta: { resourceType: 'Group' } },
    });
    expect(answer.headers['location']).toBe(pathOf(answer, 'meta.location'));
  });

  test('H2 what Entra sends, with a schema of its own', async () => {
    const answer = await okta.post('/Groups', {
      schemas: [G, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'Entra',
      meta: { resourceType: 'Group' },
    });
    expect(answer).toMatchObject({ status: 201, json: { schemas: [G], externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159' } });
  });

  test('H3 a group with members, who are shown with their addresses', async () => {
    const answer = await okta.post('/Groups', {
      schemas: [G],
      displayName: 'Two',
      members: [{ value: user(1) }, { value: user(2), display: 'x' }],
    });
    const members = [user(1), user(2)].map((value) => ({ value, $ref: `http://${listening.host}/scim/v2/Users/${value}`, type: 'User' }));
    expect(answer).toMatchObject({ status: 201, json: { members } });
  });

  test('H4 members that do not exist are named', async () => {
    const answer = await okta.post('/Groups', {
      schemas: [G],
      displayName: 'Ghosts',
      members: [{ value: user(1) }, { value: 'ghost-1' }, { value: 'ghost-2' }],
    });
    expect(answer).toMatchObject(errorOf(400, 'invalidValue'));
    expect(get(answer.json, 'detail')).toContain('ghost-1, ghost-2');
    expect((await okta.find('Groups', 'displayName eq "Ghosts"')).json).toMatchObject({ totalResults: 0 });
  });

  test('H5 a name there is already, in any letter case, is 409', async () => {
    for (const displayName of ['Chime Pro', 'CHIME PRO'])
      expect(await okta.post('/Groups', { schemas: [G], displayName })).toMatchObject(errorOf(409, 'uniqueness'));
    const other = await okta.addGroup('Other');
    expect(await okta.patch(`/Groups/${other}`, [{ op: 'replace', path: 'displayName', value: 'chime pro' }])).toMatchObject(
      errorOf(409, 'uniqueness'),
    );
  });

  test('H6 a group needs a name', async () => {
    for (const more of [{}, { displayName: '' }, { displayName: ' ' }])
      expect(await okta.post('/Groups', { schemas: [G], ...more })).toMatchObject(errorOf(400, 'invalidValue'));
  });

  test('H34 groups are no members', async () => {
    const answer = await okta.post('/Groups', { schemas: [G], displayName: 'Nested', members: [{ value: pro, type: 'Group' }] });
    expect(answer).toMatchObject(errorOf(400, 'invalidValue'));
    expect(get(answer.json, 'detail')).toContain('nested groups are not supported');
  });

  test('H38 names are kept to the byte, and have a bound', async () => {
    for (const displayName of [`"a", 'b'; #c 😀`, 'x'.repeat(256)]) {
      const id = idOf(await okta.post('/Groups', { schemas: [G], displayName }));
      expect((await okta.get(`/Groups/${id}`)).json).toMatchObject({ displayName });
    }
    expect(await okta.post('/Groups', { schemas: [G], displayName: 'x'.repeat(257) })).toMatchObject(errorOf(400, 'invalidValue'));
  });
});

describe('reading', () => {
  test('H7 a group is found by its name', async () => {
    expect((await okta.find('Groups', 'displayName eq "Chime Pro"', '&startIndex=1&count=100')).json).toMatchObject({
      totalResults: 1,
      Resources: [{ id: pro }],
    });
    expect(await okta.find('Groups', 'displayName eq "None"')).toMatchObject({ status: 200, json: { totalResults: 0, Resources: [] } });
  });

  test('H8 without its members, in any letter case', async () => {
    const { json } = await okta.find('Groups', 'displayName eq "chime pro"', '&excludedAttributes=members');
    expect(json).toMatchObject({ totalResults: 1 });
    expect(listOf(json, 'Resources')[0]).not.toHaveProperty('members');
  });

  test('H9 a group is read without its members', async () => {
    const { status, json } = await okta.get(`${path}?excludedAttributes=members`);
    expect([status, get(json, 'id')]).toEqual([200, pro]);
    expect(json).not.toHaveProperty('members');
  });

  test('H10 a filter tells whether somebody is a member', async () => {
    for (const member of ['members', 'members.value']) {
      const found = await okta.find('Groups', `id eq "${pro}" and ${member} eq "${user(1)}"`, '&attributes=id');
      expect(found.json).toMatchObject({ totalResults: 1, Resources: [{ schemas: [G], id: pro }] });
      expect((await okta.find('Groups', `id eq "${pro}" and ${member} eq "${user(3)}"`)).json).toMatchObject({ totalResults: 0 });
    }
    expect((await okta.find('Groups', `members[value eq "${user(2)}"]`)).json).toMatchObject({ totalResults: 1 });
    expect((await okta.find('Groups', `not (members[value eq "${user(2)}"])`)).json).toMatchObject({ totalResults: 0 });
    expect(await okta.find('Groups', 'members.display eq "x"')).toMatchObject(errorOf(400, 'invalidFilter'));
  });

  test('H11 a group is found by its external id', async () => {
    const id = idOf(await okta.post('/Groups', { schemas: [G], displayName: 'External', externalId: 'x-1' }));
    expect((await okta.find('Groups', 'externalId eq "x-1"')).json).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  });

  test('H36 five hundred groups are listed in less than 600 ms', async () => {
    for (let index = 0; index < 499; index++) await okta.addGroup(`Group ${index}`);
    await okta.get('/Groups');
    const startedAt = performance.now();
    const { json } = await okta.get('/Groups');
    expect(performance.now() - startedAt).toBeLessThan(600);
    expect(json).toMatchObject({ totalResults: 500, itemsPerPage: 100 });
    expect(namesOf(await okta.get('/Groups?sortBy=displayName&count=2'))).toEqual(['Chime Pro', 'Group 0']);
  });

  test('a page with very many members ends early, and the next goes on from there', async () => {
    const ids = await seedUsers(world, okta, 10_000);
    for (const name of ['A', 'B', 'C']) expect(await okta.addGroup(name, ids)).toBeDefined();
    const first = await okta.get('/Groups?startIndex=1&count=10&sortBy=displayName');
    expect(namesOf(first)).toEqual(['A', 'B']);
    expect(first.json).toMatchObject({ totalResults: 4, itemsPerPage: 2 });
    expect(namesOf(await okta.get('/Groups?startIndex=3&count=10&sortBy=displayName'))).toEqual(['C', 'Chime Pro']);
  });
});

describe('deleting', () => {
  test('H32 a group that gives no license leaves its users as they are', async () => {
    const before = await Promise.all(users.map((id) => okta.row(id)));
    expect(await okta.delete(path)).toMatchObject({ status: 204, text: '' });
    expect(await okta.get(path)).toMatchObject(errorOf(404));
    expect(await Promise.all(users.map((id) => okta.row(id)))).toEqual(before);
  });

  test('H33 a group that gave a license takes it along, and is shown as missing', async () => {
    await okta.give('Chime Pro', 'Pro');
    expect((await okta.row(user(1))).registration_status).toBe('Unregistered');
    await okta.delete(path);
    expect((await okta.row(user(1))).registration_status).toBe('Suspended');
    expect(await world.ana.call(ListGroups, { AccountId: okta.accountId })).toMatchObject({
      Groups: [{ GroupName: 'Chime Pro', Status: 'Missing', MemberCount: 0 }],
    });
  });

  test('H35 a deleted user is no member any more', async () => {
    await okta.delete(`/Users/${user(1)}`);
    expect(await okta.members(pro)).toEqual([user(2)]);
  });
});
