import { afterAll, beforeEach, expect, test } from 'vitest';
import { listen } from '../support/listening.ts';
import { createProvider, errorOf, pathOf, U, type Provider } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
let okta: Provider;
let path = '';
let etag = '';
beforeEach(async () => {
  okta = await createProvider(world, listening);
  path = `/Users/${await okta.addUser(okta.mail('ann'))}`;
  etag = (await okta.get(path)).headers['etag'] ?? '';
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

const title = (value: string) => [{ op: 'replace', path: 'title', value }];

test('I1 a resource has a weak tag, which is its version', async () => {
  expect(etag).toMatch(/^W\/"\d+"$/);
  expect(pathOf(await okta.get(path), 'meta.version')).toBe(etag);
});

test('I2 whoever has the version already gets 304 and no body', async () => {
  for (const tag of [etag, '*', `"x", ${etag}`])
    expect(await okta.get(path, { 'if-none-match': tag })).toMatchObject({ status: 304, text: '', headers: { etag } });
  expect(await okta.get(path, { 'if-none-match': 'W/"99"' })).toMatchObject({ status: 200 });
});

test('I3 a change of an older version is 412, and changes nothing', async () => {
  await okta.patch(path, title('newer'));
  const stale = { 'if-match': etag };
  const before = await okta.get(path);
  expect(await okta.patch(path, title('x'), stale)).toMatchObject(errorOf(412));
  expect(await okta.put(path, { schemas: [U], userName: 'x' }, stale)).toMatchObject(errorOf(412));
  expect(await okta.delete(path, stale)).toMatchObject(errorOf(412));
  expect((await okta.get(path)).json).toEqual(before.json);
});

test('I4 a change of this version, or of any, is made', async () => {
  expect(await okta.patch(path, title('a'), { 'if-match': etag })).toMatchObject({ status: 200 });
  expect(await okta.patch(path, title('b'), { 'if-match': '*' })).toMatchObject({ status: 200, headers: { etag: 'W/"3"' } });
  expect(await okta.delete(path, { 'if-match': '"3"' })).toMatchObject({ status: 204 });
});

test('I5 without a version, too', async () => expect(await okta.patch(path, title('a'))).toMatchObject({ status: 200 }));

test('I6 of two changes of one version at once, one is made', async () => {
  const answers = await Promise.all(
    ['a', 'b'].map((one) => okta.put(path, { schemas: [U], userName: okta.mail('ann'), title: one }, { 'if-match': etag })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
});

test('I7 who joins a group changes the group', async () => {
  const group = `/Groups/${await okta.addGroup('Group')}`;
  const before = (await okta.get(group)).headers['etag'];
  await okta.patch(group, [{ op: 'add', path: 'members', value: path.replace('/Users/', '') }]);
  expect((await okta.get(group)).headers['etag']).not.toBe(before);
  expect(await okta.patch(group, [{ op: 'remove', path: 'members' }], { 'if-match': String(before) })).toMatchObject(errorOf(412));
});
