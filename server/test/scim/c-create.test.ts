import { afterAll, expect, test } from 'vitest';
import { recordCheck } from '../../src/domains/record-check.ts';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import { findClaim, momentOf, putClaim } from '../support/claims.ts';
import { listen } from '../support/listening.ts';
import { addMember, changeUser, createTeam, findUserRow, present } from '../support/members.ts';
import { aliceOf, createProvider, E, errorOf, get, idOf, pathOf, U } from '../support/scim.ts';
import { dumpDatabase } from '../support/database-dump.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
const okta = await createProvider(world, listening);
let names = 0;
/** What the name servers say of a claim that is proved. */
const found = {
  isProof: true,
  isPresent: true,
  check: { CheckedAt: new Date(0).toISOString(), Diagnosis: 'RecordFound', Message: '' },
} as const;
/** A name nobody has yet. */
const fresh = (): string => okta.mail(`user${(names += 1)}`);
afterAll(async () => {
  await listening.close();
  await world.close();
});

test('C1 what Okta sends is created; groups and the password are passed over', async () => {
  const userName = fresh();
  const answer = await okta.post('/Users', {
    schemas: [U],
    userName,
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: 'Ada Lovelace',
    locale: 'en-US',
    externalId: '00ujl29u0le5T6Aj10h7',
    groups: [],
    password: '1mz050nq-secret',
    active: true,
  });
  expect(answer).toMatchObject({ status: 201, json: { userName, active: true, meta: { resourceType: 'User' } } });
  expect(answer.headers['location']).toBe(pathOf(answer, 'meta.location'));
  expect(answer.headers['location']).toBe(`http://${listening.host}/scim/v2/Users/${idOf(answer)}`);
  expect(answer.text).not.toMatch(/password|groups/);
  await world.door.scim.idle();
  expect([...(await dumpDatabase(world))].filter((row) => row.includes('1mz050nq'))).toEqual([]);
});

test('C2 what Entra sends is created; its meta and empty lists are passed over', async () => {
  const answer = await okta.post('/Users', {
    schemas: [U, E],
    externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
    userName: fresh(),
    active: true,
    emails: [{ primary: true, type: 'work', value: okta.mail('entra') }],
    meta: { resourceType: 'User', created: '1999-01-01T00:00:00Z' },
    name: { formatted: 'given family', familyName: 'family', givenName: 'given' },
    roles: [],
  });
  expect(answer).toMatchObject({ status: 201, json: { schemas: [U], meta: { created: new Date(world.clock.now()).toISOString() } } });
  expect(answer.json).not.toHaveProperty('roles');
});

test.each([
  ['C3 the same userName again', (name: string) => name],
  ['C4 a userName that differs only by case', (name: string) => name.toUpperCase()],
])('%s is 409', async (_, change) => {
  const userName = fresh();
  await okta.addUser(userName);
  expect(await okta.post('/Users', { schemas: [U], userName: change(userName) })).toMatchObject(errorOf(409, 'uniqueness'));
});

test('C5 without a userName, or with a blank one, nothing is created', async () => {
  for (const more of [{}, { userName: '' }, { userName: '   ' }, { userName: null }])
    expect(await okta.post('/Users', { schemas: [U], ...more })).toMatchObject(errorOf(400, 'invalidValue'));
});

test('C6 active may be a text', async () => {
  for (const active of ['True', 'true'])
    expect(await okta.post('/Users', { schemas: [U], userName: fresh(), active })).toMatchObject({ status: 201, json: { active: true } });
  expect(await okta.post('/Users', { schemas: [U], userName: fresh(), active: 'False' })).toMatchObject({ json: { active: false } });
});

test('C7 active is true or false, and null is the default', async () => {
  for (const active of ['yes', 1])
    expect(await okta.post('/Users', { schemas: [U], userName: fresh(), active })).toMatchObject(errorOf(400, 'invalidValue'));
  expect(await okta.post('/Users', { schemas: [U], userName: fresh(), active: null })).toMatchObject({
    status: 201,
    json: { active: true },
  });
});

test('C8 who is created inactive is Suspended, in a group or not', async () => {
  const id = await okta.addUser(fresh(), { active: false });
  await okta.addGroup('C8', [id]);
  await okta.give('C8', 'Pro');
  expect((await okta.row(id)).registration_status).toBe('Suspended');
});

test('C9 who is not said to be active is', async () =>
  expect(await okta.post('/Users', { schemas: [U], userName: fresh() })).toMatchObject({ status: 201, json: { active: true } }));

test('C10 the client’s id is passed over', async () => {
  const answer = await okta.post('/Users', { schemas: [U], userName: fresh(), id: '123' });
  expect(idOf(answer)).toMatch(/^[0-9a-f-]{36}$/);
});

test('C11 unknown attributes and schemas are passed over', async () => {
  const answer = await okta.post('/Users', {
    schemas: [U, 'urn:example:custom:1.0'],
    userName: fresh(),
    foo: 1,
    'urn:example:custom:1.0': { bar: 2 },
  });
  expect(answer).toMatchObject({ status: 201, json: { schemas: [U] } });
  expect(answer.text).not.toMatch(/foo|custom|bar/);
});

test('C12 a body without its schema is invalidSyntax', async () => {
  for (const more of [{}, { schemas: [] }, { schemas: U }, { schemas: ['urn:unknown'] }])
    expect(await okta.post('/Users', { userName: fresh(), ...more })).toMatchObject(errorOf(400, 'invalidSyntax'));
});

test('C13 attributes may stand under the schema’s URN', async () => {
  const userName = fresh();
  expect(await okta.post('/Users', { schemas: [U], [U]: { userName, displayName: 'Nested' } })).toMatchObject({
    status: 201,
    json: { userName, displayName: 'Nested' },
  });
  expect(await okta.post('/Users', { schemas: [U], [`${U}:userName`]: fresh(), [`${E}:department`]: 'D' })).toMatchObject({
    status: 201,
    json: { [E]: { department: 'D' } },
  });
});

test('C14 two primary addresses are one too many', async () => {
  const emails = ['a', 'b'].map((name) => ({ value: okta.mail(name), primary: true }));
  expect(await okta.post('/Users', { schemas: [U], userName: fresh(), emails })).toMatchObject(errorOf(400, 'invalidValue'));
});

test.each([
  ['C15 of two addresses of one type, the primary one counts', { type: 'work' }, { type: 'work', primary: true }, 1],
  ['C16 of addresses without type or primary, the first counts', {}, {}, 0],
])('%s', async (name, first, second, counts) => {
  const emails = [first, second].map((more, index) => ({ value: okta.mail(`${name.slice(0, 3)}-${index}`), ...more }));
  const answer = await okta.post('/Users', { schemas: [U], userName: fresh(), emails });
  expect(answer).toMatchObject({ status: 201, json: { emails } });
  expect((await okta.row(idOf(answer))).primary_email).toBe(okta.mail(`${name.slice(0, 3)}-${counts}`).toLowerCase());
});

test('C17 what is no address is refused by its name', async () => {
  const answer = await okta.post('/Users', { schemas: [U], userName: fresh(), emails: [{ value: 'not an address' }] });
  expect(answer).toMatchObject(errorOf(400, 'invalidValue'));
  expect(get(answer.json, 'detail')).toContain('emails.value');
});

test('C18 an address of an unclaimed domain is stored, and gives no license until the domain is claimed', async () => {
  const id = await okta.addUser('cy@later.example');
  await okta.addGroup('C18', [id]);
  await okta.give('C18', 'Pro');
  expect((await okta.row(id)).registration_status).toBe('Suspended');
  await putClaim(world, okta.accountId, 'later.example', { status: 'PendingVerification', verified_at: null });
  await world.database.write('', async (tx) => {
    const claim = present(await findClaim(world, okta.accountId, 'later.example'));
    await recordCheck(tx, claim, { ...found, check: { ...found.check, Servers: [] } }, momentOf(world));
  });
  expect((await okta.row(id)).registration_status).toBe('Unregistered');
});

test('C19 another user’s address, primary or further, is 409', async () => {
  const [first, second] = [fresh(), fresh()];
  await okta.addUser(first, { emails: [{ value: first, primary: true }, { value: second }] });
  for (const value of [first, second.toUpperCase()])
    expect(await okta.post('/Users', { schemas: [U], userName: fresh(), emails: [{ value }] })).toMatchObject(errorOf(409, 'uniqueness'));
  expect(
    await okta.post('/Users', { schemas: [U], userName: fresh(), emails: [{ value: fresh(), primary: true }, { value: first }] }),
  ).toMatchObject(errorOf(409, 'uniqueness'));
});

test('C20 whoever is nobody’s user with that address joins the account, and keeps id, PIN and history', async () => {
  const team = await createTeam(world.ana, 'Elsewhere');
  const free = await addMember(world, world.ana, team, 'free@invited.example');
  await changeUser(world, free, { account_id: '', primary_email: okta.mail('free') });
  const before = await findUserRow(world, free);
  const answer = await okta.post('/Users', { schemas: [U], userName: okta.mail('free') });
  expect(idOf(answer)).toBe(free);
  expect(await findUserRow(world, free)).toEqual({
    ...before,
    account_id: okta.accountId,
    managed_by: 'oidc',
    registration_status: 'Suspended',
  });
});

test('whom the account has itself is taken over under an address of a claimed domain', async () => {
  const mine = await world.database.write('', async (tx) => {
    const row = present((await tx.query(tx.sql.selectFrom('users').selectAll().limit(1)))[0]);
    const copy = {
      ...row,
      account_id: okta.accountId,
      id: 'own-user',
      primary_email: okta.mail('own'),
      pin: '9999999999',
      managed_by: 'carillon' as const,
    };
    await tx.query(tx.sql.insertInto('users').values(copy));
    return copy.id;
  });
  expect(idOf(await okta.post('/Users', { schemas: [U], userName: okta.mail('own') }))).toBe(mine);
  const { Users = [] } = await world.ana.call(ListUsers, { AccountId: okta.accountId, UserEmail: okta.mail('own') });
  expect(Users).toHaveLength(1);
});

test('C21 texts are kept to the byte, and NUL is refused', async () => {
  const displayName = `😀 עברית ${'x'.repeat(1024)}`;
  const answer = await okta.post('/Users', { schemas: [U], userName: fresh(), displayName });
  expect((await okta.get(`/Users/${idOf(answer)}`)).json).toMatchObject({ displayName });
  for (const more of [{ displayName: 'a\u0000b' }, { name: { givenName: '\u0000' } }, { unknown: ['\u0000'] }])
    expect(await okta.post('/Users', { schemas: [U], userName: fresh(), ...more })).toMatchObject(errorOf(400, 'invalidValue'));
});

test('C22 a body cannot reach the prototype of anything', async () => {
  const evil = `"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}`;
  const body = `{"schemas":["${U}"],"userName":"${fresh()}",${evil},"name":{"givenName":"x",${evil}},"emails":[{"value":"${fresh()}",${evil}}],"${E}":{${evil}}}`;
  const answer = await okta.send('POST', '/Users', body, { 'content-type': 'application/scim+json' });
  expect(answer.status).toBe(201);
  expect(answer.text).not.toContain('polluted');
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('C23 names of attributes are read in any letter case', async () => {
  expect(await okta.post('/Users', { SCHEMAS: [U], UserName: 'x', NAME: { GIVENNAME: 'X' } })).toMatchObject({
    status: 201,
    json: { userName: 'x', name: { givenName: 'X' } },
  });
});

test('C24 one attribute in two cases is invalidSyntax', async () => {
  for (const more of [{ USERNAME: 'b' }, { name: { givenName: 'a', GivenName: 'b' } }, { [U]: { userName: 'c' } }])
    expect(await okta.post('/Users', { schemas: [U], userName: fresh(), ...more })).toMatchObject(errorOf(400, 'invalidSyntax'));
});

test('C25 who was deactivated is still there: 409', async () => {
  const userName = fresh();
  const id = await okta.addUser(userName);
  await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }]);
  expect(await okta.post('/Users', { schemas: [U], userName })).toMatchObject(errorOf(409, 'uniqueness'));
});

test('C26 who was deleted comes back as somebody new', async () => {
  const userName = fresh();
  const id = await okta.addUser(userName);
  await okta.delete(`/Users/${id}`);
  const again = await okta.addUser(userName);
  expect(again).not.toBe(id);
});

test('C27 of identical requests at once exactly one succeeds', async () => {
  for (let round = 0; round < 3; round++) {
    const userName = fresh();
    const answers = await Promise.all(Array.from({ length: 4 }, () => okta.post('/Users', { schemas: [U], userName })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  }
});

test('C28 whoever creates a user gets the user', async () => {
  const { headers, json } = await okta.post('/Users', aliceOf(okta));
  expect(Number(headers['content-length'])).toBeGreaterThan(100);
  expect(json).toMatchObject(aliceOf(okta));
});
