import { afterAll, expect, test } from 'vitest';
import { listen } from '../support/listening.ts';
import { countSessions, signIn } from '../support/members.ts';
import { claimDomain } from '../support/people.ts';
import { aliceOf, createProvider, E, errorOf, idOf, objectOf, pathOf, U, type Provider } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
afterAll(async () => {
  await listening.close();
  await world.close();
});

/** An account with the cases' first user, who has a Pro license and has signed in. */
async function withAlice(): Promise<{ okta: Provider; id: string; path: string }> {
  const okta = await createProvider(world, listening);
  const id = idOf(await okta.post('/Users', aliceOf(okta)));
  await okta.addGroup('Chime Pro', [id]);
  await okta.give('Chime Pro', 'Pro');
  await okta.register(id);
  await signIn(world, id);
  return { okta, id, path: `/Users/${id}` };
}

test('E1 what was read, with one change, is put back whole; an empty text unsets', async () => {
  const { okta, path } = await withAlice();
  const { json } = await okta.get(path);
  const before = objectOf(json);
  const changed = {
    ...before,
    groups: [],
    meta: { ...objectOf(before['meta']), version: 'x' },
    name: { ...objectOf(before['name']), givenName: 'Alicia', middleName: '' },
  };
  const answer = await okta.put(path, changed);
  expect(answer).toMatchObject({ status: 200, json: { ...aliceOf(okta), name: { givenName: 'Alicia', familyName: 'Adams' } } });
  expect(pathOf(answer, 'name')).not.toHaveProperty('middleName');
  expect(answer.json).toHaveProperty('groups');
});

test('E2 whoever is put inactive is Suspended and signed out', async () => {
  const { okta, id, path } = await withAlice();
  expect(await okta.put(path, { ...aliceOf(okta), active: false })).toMatchObject({ status: 200, json: { active: false } });
  expect((await okta.row(id)).registration_status).toBe('Suspended');
  expect(await countSessions(world, id)).toBe(0);
});

test('E3 what is left out is cleared', async () => {
  const { okta, path } = await withAlice();
  const { displayName: _, [E]: __, externalId: ___, ...rest } = aliceOf(okta);
  const { json } = await okta.put(path, rest);
  for (const name of ['displayName', E, 'externalId']) expect(json).not.toHaveProperty([name]);
  expect(json).toMatchObject({ schemas: [U] });
});

test('E4 leaving out active enables nobody', async () => {
  const { okta, id, path } = await withAlice();
  await okta.put(path, { ...aliceOf(okta), active: false });
  const { active: _, ...rest } = aliceOf(okta);
  expect(await okta.put(path, { ...rest, title: 'Still away' })).toMatchObject({ status: 200, json: { active: false } });
  expect((await okta.row(id)).registration_status).toBe('Suspended');
});

test('E5 a user needs a userName', async () => {
  const { okta, path } = await withAlice();
  const { userName: _, ...rest } = aliceOf(okta);
  expect(await okta.put(path, rest)).toMatchObject(errorOf(400, 'invalidValue'));
});

test('E6 a misspelt attribute is passed over, and the right one cleared', async () => {
  const { okta, path } = await withAlice();
  const addresses = [{ type: 'work', locality: 'Berlin' }];
  expect((await okta.put(path, { ...aliceOf(okta), addresses })).json).toMatchObject({ addresses });
  const answer = await okta.put(path, { ...aliceOf(okta), adreses: addresses });
  expect(answer.status).toBe(200);
  expect(answer.text).not.toMatch(/adreses|addresses/);
});

test('E7 the id cannot be changed', async () => {
  const { okta, id, path } = await withAlice();
  expect(await okta.put(path, { ...aliceOf(okta), id: 'other' })).toMatchObject(errorOf(400, 'mutability'));
  expect(await okta.put(path, { ...aliceOf(okta), id })).toMatchObject({ status: 200 });
});

test('E8 a userName in use is 409, and nothing is changed', async () => {
  const { okta, path } = await withAlice();
  await okta.addUser(okta.mail('bob'));
  const before = await okta.get(path);
  expect(await okta.put(path, { ...aliceOf(okta), userName: okta.mail('BOB'), title: 'x' })).toMatchObject(errorOf(409, 'uniqueness'));
  expect((await okta.get(path)).json).toEqual(before.json);
});

test('E9 an unknown id is 404, and nobody is created', async () => {
  const { okta } = await withAlice();
  expect(await okta.put('/Users/0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', { ...aliceOf(okta), userName: 'new' })).toMatchObject(errorOf(404));
  expect((await okta.get('/Users')).json).toMatchObject({ totalResults: 1 });
});

test('E10 who moves to another claimed domain stays the same user', async () => {
  const { okta, id, path } = await withAlice();
  await claimDomain(world, okta.accountId, `new-${okta.domain}`);
  const before = await okta.row(id);
  const email = `alice@new-${okta.domain}`;
  expect(await okta.put(path, { ...aliceOf(okta), userName: email, emails: [{ value: email, primary: true }] })).toMatchObject({
    status: 200,
    json: { id },
  });
  expect(await okta.row(id)).toEqual({ ...before, primary_email: email });
  expect(await countSessions(world, id)).toBe(1);
});
