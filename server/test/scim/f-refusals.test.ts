import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../support/listening.ts';
import { aliceOf, createProvider, E, errorOf, idOf, P, U, type Provider, type ScimAnswer } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
let okta: Provider;
let path = '';
let id = '';
beforeEach(async () => {
  okta = await createProvider(world, listening);
  id = idOf(await okta.post('/Users', aliceOf(okta)));
  path = `/Users/${id}`;
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

/** Carries the operations out, and answers what a GET shows then. */
async function patched(...operations: unknown[]): Promise<ScimAnswer> {
  const answer = await okta.patch(path, operations);
  expect(answer, answer.text).toMatchObject({ status: 200 });
  const read = await okta.get(path);
  expect(read.json).toEqual(answer.json);
  return read;
}

/** The operations are refused, and nothing is changed. */
async function refused(scimType: string, ...operations: unknown[]): Promise<void> {
  const before = await okta.get(path);
  const answer = await okta.patch(path, operations);
  expect(answer, answer.text).toMatchObject(errorOf(400, scimType));
  expect((await okta.get(path)).json).toEqual(before.json);
}

describe('what is refused', () => {
  test('F14 an operation that cannot be carried out undoes those before it', async () =>
    refused('invalidPath', { op: 'replace', path: 'title', value: 'T' }, { op: 'replace', path: 'nonsense', value: 'x' }));

  test('F21 removal without a path', async () => refused('noTarget', { op: 'remove' }));

  test('F22 removal of what is required', async () => {
    await refused('invalidValue', { op: 'remove', path: 'userName' });
    await refused('invalidValue', { op: 'replace', path: 'userName', value: '' });
  });

  test('F23 change of what is Carillon’s own', async () => {
    for (const target of ['id', 'meta.created', 'groups', 'meta', 'schemas', 'groups[value eq "x"]'])
      await refused('mutability', { op: 'replace', path: target, value: 'x' });
    await refused('mutability', { op: 'replace', value: { id: 'x' } });
  });

  test('F24 no operation at all', async () => {
    await refused('invalidSyntax', { op: 'frobnicate', path: 'title', value: 'x' });
    await refused('invalidSyntax', { path: 'title', value: 'x' });
    await refused('invalidSyntax', 'x');
    for (const body of [{}, { Operations: [] }, { Operations: {} }])
      expect(await okta.send('PATCH', path, JSON.stringify({ schemas: [P], ...body }))).toMatchObject(errorOf(400, 'invalidSyntax'));
  });

  test('F25 a body without the schema of a PATCH', async () => {
    const Operations = [{ op: 'replace', path: 'title', value: 'x' }];
    for (const more of [{}, { schemas: [U] }])
      expect(await okta.send('PATCH', path, JSON.stringify({ Operations, ...more }))).toMatchObject(errorOf(400, 'invalidSyntax'));
  });

  test('F26 the letter case of Operations is not a reason', async () => {
    const operations = [{ OP: 'replace', Path: 'title', VALUE: 'lower' }];
    expect(await okta.send('PATCH', path, JSON.stringify({ schemas: [P], operations }))).toMatchObject({
      status: 200,
      json: { title: 'lower' },
    });
  });

  test('F27 an unknown path', async () => {
    for (const target of ['nonsense', 'name.nope', 'emails[type eq "work"].nope', 'a.b.c', `${E}:nope`])
      await refused('invalidPath', { op: 'add', path: target, value: 'x' });
  });

  test('F28 a path that is not well-formed', async () => {
    await refused('invalidPath', { op: 'add', path: 'emails[type eq', value: 'x' });
    await refused('invalidFilter', { op: 'add', path: 'a[b]c[d]', value: 'x' });
    await refused('invalidFilter', { op: 'remove', path: 'emails[nope eq "x"]' });
    await refused('invalidPath', { op: 'add', path: 'title[value eq "x"]', value: 'x' });
  });

  test('F29 a path to a prototype', async () => {
    for (const target of ['__proto__.x', 'constructor.prototype.x', 'toString.x'])
      await refused('invalidPath', { op: 'add', path: target, value: 'y' });
    const body = `{"schemas":["${P}"],"Operations":[{"op":"add","value":{"__proto__.x":"y"}}]}`;
    for (const text of [body, body.replace('__proto__.x', '__proto__'), body.replace('__proto__.x', 'constructor.prototype.x')])
      expect(await okta.send('PATCH', path, text)).toMatchObject(errorOf(400, 'invalidPath'));
    await patched({ op: 'add', path: 'name', value: JSON.parse('{"__proto__":{"x":"y"},"givenName":"G"}') });
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  test('F38 thousands of operations', async () =>
    refused('tooMany', ...Array.from({ length: 5_000 }, () => ({ op: 'replace', path: 'title', value: 'x' }))));

  test('F39 an unknown user', async () =>
    expect(await okta.patch('/Users/nobody', [{ op: 'replace', path: 'title', value: 'x' }])).toMatchObject(errorOf(404)));
});
