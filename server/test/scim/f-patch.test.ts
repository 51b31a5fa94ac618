import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../support/listening.ts';
import {
  aliceOf,
  createProvider,
  E,
  errorOf,
  get,
  idOf,
  listOf,
  objectOf,
  pathOf,
  U,
  type Provider,
  type ScimAnswer,
} from '../support/scim.ts';
import { dumpDatabase } from '../support/database-dump.ts';
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

const emailsOf = (answer: ScimAnswer) => listOf(answer.json, 'emails');

describe('being active', () => {
  test.each([
    ['F1 without a path', { op: 'replace', value: { active: false } }],
    ['F2 as a text', { op: 'Replace', path: 'active', value: 'False' }],
    ['F3 with a path', { op: 'replace', path: 'active', value: false }],
    ['F4 as a text without a path', { op: 'Replace', value: { active: 'False' } }],
  ])('%s', async (_, operation) => {
    expect((await patched(operation)).json).toMatchObject({ active: false });
    expect((await okta.row(id)).registration_status).toBe('Suspended');
  });

  test('F5 who is active again has the license of the groups', async () => {
    await okta.addGroup('Basics', [id]);
    await okta.give('Basics', 'Basic');
    for (const value of [true, 'True']) {
      await patched({ op: 'replace', value: { active: false } });
      expect((await patched({ op: 'replace', path: 'active', value })).json).toMatchObject({ active: true });
      expect(await okta.row(id)).toMatchObject({ license_type: 'Basic', registration_status: 'Unregistered' });
    }
  });
});

describe('attributes', () => {
  test('F6 a text is added', async () =>
    expect((await patched({ op: 'Add', path: 'nickName', value: 'B' })).json).toMatchObject({ nickName: 'B' }));

  test('F7 names with dots and URNs lead to their attributes', async () => {
    const value = {
      displayName: 'X',
      'name.givenName': 'Y',
      'name.familyName': 'Z',
      [`${E}:employeeNumber`]: '7',
      'emails[type eq "work"].value': okta.mail('seven'),
    };
    const answer = await patched({ op: 'replace', value });
    expect(answer.json).toMatchObject({
      displayName: 'X',
      name: { givenName: 'Y', familyName: 'Z' },
      [E]: { department: 'Old', employeeNumber: '7' },
    });
    expect(answer.json).not.toHaveProperty(['name.givenName']);
    expect(emailsOf(answer)[0]).toEqual({ value: okta.mail('seven'), type: 'work', primary: true });
  });

  test('F16 a manager is a text or an object', async () => {
    for (const value of ['m-1', { value: 'm-1' }])
      expect((await patched({ op: 'add', path: `${E}:manager`, value })).json).toMatchObject({ [E]: { manager: { value: 'm-1' } } });
  });

  test('F17 a manager is unset by an empty text, by null and by removal', async () => {
    for (const operation of [
      { op: 'replace', value: '' },
      { op: 'Replace', value: null },
      { op: 'remove' },
      { op: 'replace', value: { value: '' } },
    ]) {
      await patched({ op: 'add', path: `${E}:manager`, value: 'm-1' });
      expect(get((await patched({ ...operation, path: `${E}:manager` })).json, E)).toEqual({ department: 'Old' });
    }
  });

  test('F15 the extension comes and goes with its attributes', async () => {
    expect((await patched({ op: 'replace', path: `${E}:department`, value: 'New' })).json).toMatchObject({ [E]: { department: 'New' } });
    const removed = await patched({ op: 'remove', path: `${E}:department` });
    expect(removed.json).toMatchObject({ schemas: [U] });
    expect(removed.json).not.toHaveProperty([E]);
    expect((await patched({ op: 'add', path: E, value: { department: 'D', costCenter: 'C' } })).json).toMatchObject({ schemas: [U, E] });
    expect((await patched({ op: 'remove', path: E })).json).not.toHaveProperty([E]);
  });

  test('F18 an empty text and null unset', async () => {
    for (const value of ['', null]) {
      await patched({ op: 'add', path: 'title', value: 'T' }, { op: 'add', path: 'displayName', value: 'D' });
      const { json } = await patched(
        { op: 'replace', path: 'title', value },
        { op: 'replace', value: { displayName: value, 'name.givenName': value } },
      );
      for (const name of ['title', 'displayName']) expect(json).not.toHaveProperty(name);
      expect(get(json, 'name')).toEqual({ familyName: 'Adams' });
    }
  });

  test('F30 paths are read in any letter case', async () =>
    expect((await patched({ op: 'replace', path: 'DisplayName', value: 'A' })).json).toMatchObject({ displayName: 'A' }));

  test('F31 paths may begin with the URN', async () =>
    expect((await patched({ op: 'replace', path: `${U}:displayName`, value: 'B' })).json).toMatchObject({ displayName: 'B' }));

  test('F32 a userName in use is 409', async () => {
    await okta.addUser(okta.mail('bob'));
    expect(await okta.patch(path, [{ op: 'replace', path: 'userName', value: okta.mail('Bob') }])).toMatchObject(
      errorOf(409, 'uniqueness'),
    );
  });

  test('F36 an added object is merged', async () =>
    expect((await patched({ op: 'add', path: 'name', value: { givenName: 'Z' } })).json).toMatchObject({
      name: { givenName: 'Z', familyName: 'Adams' },
    }));

  test('F37 a password is taken and thrown away', async () => {
    const before = await okta.get(path);
    expect(
      (await patched({ op: 'replace', value: { password: 'Sesame-37' } }, { op: 'replace', path: 'password', value: 'Sesame-37' })).json,
    ).toEqual(before.json);
    await world.door.scim.idle();
    expect([...(await dumpDatabase(world))].filter((row) => row.includes('Sesame-37'))).toEqual([]);
  });

  test('F40 the answer shows what is asked for', async () => {
    const answer = await okta.patch(`${path}?attributes=userName`, [{ op: 'replace', path: 'title', value: 'T' }]);
    expect(answer).toMatchObject({ status: 200 });
    expect(Object.keys(objectOf(answer.json))).toEqual(['schemas', 'id', 'userName']);
  });
});

describe('lists', () => {
  test('F8 of one element one part is replaced', async () => {
    const answer = await patched({ op: 'replace', path: 'emails[type eq "work"].value', value: okta.mail('new') });
    expect(emailsOf(answer)).toEqual([
      { value: okta.mail('new'), type: 'work', primary: true },
      { value: 'alice@home.test', type: 'home' },
    ]);
    expect((await okta.row(id)).primary_email).toBe(okta.mail('new'));
  });

  test('F9 an element that is not there is made', async () => {
    for (const op of ['replace', 'add']) {
      await patched({ op: 'replace', path: 'emails', value: [{ value: okta.mail('h'), type: 'home' }] });
      expect(emailsOf(await patched({ op, path: 'emails[type eq "work"].value', value: okta.mail(op) }))).toEqual([
        { value: okta.mail('h'), type: 'home' },
        { value: okta.mail(op), type: 'work' },
      ]);
    }
    await refused('noTarget', { op: 'replace', path: 'emails[value co "nobody"].type', value: 'x' });
  });

  test('F10 so is the list', async () => {
    expect((await patched({ op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '1' })).json).toMatchObject({
      phoneNumbers: [{ type: 'work', value: '1' }],
    });
  });

  test.each([
    ['F11 two conditions', 'emails[type eq "work" and primary eq true].value'],
    ['F12 a boolean in quotes', 'emails[primary eq "True"].value'],
  ])('%s choose an element', async (_, target) => {
    expect(emailsOf(await patched({ op: 'replace', path: target, value: okta.mail('chosen') }))).toMatchObject([
      { value: okta.mail('chosen') },
      { value: 'alice@home.test' },
    ]);
  });

  test('F13 several operations are carried out in order', async () => {
    const { json } = await patched(
      { op: 'Replace', path: 'emails[type eq "work"].value', value: okta.mail('thirteen') },
      { op: 'Replace', path: 'name.familyName', value: 'Brown' },
    );
    expect(json).toMatchObject({ emails: [{ value: okta.mail('thirteen') }, {}], name: { givenName: 'Alice', familyName: 'Brown' } });
  });

  test('F19 whoever is added as primary takes it from who was', async () => {
    const value = [{ value: okta.mail('p'), primary: true }];
    expect(emailsOf(await patched({ op: 'add', path: 'emails', value }))).toEqual([
      { value: okta.mail('alice'), type: 'work', primary: false },
      { value: 'alice@home.test', type: 'home' },
      { value: okta.mail('p'), primary: true },
    ]);
    expect((await okta.row(id)).primary_email).toBe(okta.mail('p'));
  });

  test('F20 adding what is there changes nothing', async () => {
    const before = await okta.get(path);
    world.clock.advance(1000);
    const value = [{ value: 'alice@home.test', type: 'home' }];
    const answer = await patched({ op: 'add', path: 'emails', value }, { op: 'add', value: { displayName: 'Alice Adams' } });
    expect(answer.json).toEqual(before.json);
  });

  test('F33 a list is replaced whole', async () => {
    const value = [{ value: okta.mail('only') }];
    expect(emailsOf(await patched({ op: 'replace', path: 'emails', value }))).toEqual(value);
  });

  test('F34 an element is replaced whole', async () => {
    const value = { value: 'a@elsewhere.test', type: 'other' };
    expect(emailsOf(await patched({ op: 'replace', path: 'emails[type eq "home"]', value }))).toEqual([
      { value: okta.mail('alice'), type: 'work', primary: true },
      value,
    ]);
  });

  test('F35 an element is removed, one that is not there is no matter', async () => {
    const answer = await patched({ op: 'remove', path: 'emails[type eq "home"]' }, { op: 'remove', path: 'emails[type eq "pager"]' });
    expect(emailsOf(answer)).toMatchObject([{ type: 'work' }]);
    expect((await patched({ op: 'remove', path: 'emails' })).json).not.toHaveProperty('emails');
  });
});

test('a name that no schema knows is passed over beside others', async () => {
  const { json } = await patched({
    op: 'replace',
    value: { title: 'T', 'urn:example:custom:1.0:User:x': 'y', custom: 1, groups: [], meta: {} },
  });
  expect(json).toMatchObject({ title: 'T' });
  expect(pathOf(await okta.get(path), 'custom')).toBeUndefined();
});
