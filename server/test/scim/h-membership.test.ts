import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { scimBrake } from '../../src/cli/scim-brake.ts';
import { LookupEvents } from '../../src/operations/cloudtrail/LookupEvents.ts';
import { ListGroups } from '../../src/operations/chime/ListGroups.ts';
import { listen } from '../support/listening.ts';
import { runCommand } from '../support/command.ts';
import { createProvider, errorOf, G, get, seedUsers, type Provider, type ScimAnswer } from '../support/scim.ts';
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
  await okta.give('Chime Pro', 'Pro');
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

const user = (number: 1 | 2 | 3): string => users[number - 1] ?? '';
const done = { status: 204, text: '' };

/** The members after these operations, as numbers of users. */
async function membersAfter(...operations: unknown[]): Promise<number[]> {
  expect(await okta.patch(path, operations)).toMatchObject(done);
  return (await okta.members(pro)).map((id) => users.indexOf(id) + 1);
}

describe('renaming', () => {
  test('H12 a group is renamed, and keeps its license', async () => {
    expect(await okta.patch(path, [{ op: 'Replace', path: 'displayName', value: 'New' }])).toMatchObject(done);
    expect((await okta.get(path)).json).toMatchObject({ displayName: 'New' });
    expect((await world.ana.call(ListGroups, { AccountId: okta.accountId })).Groups).toMatchObject([
      { GroupName: 'New', Status: 'Active', MemberCount: 2 },
    ]);
    expect((await okta.row(user(1))).license_type).toBe('Pro');
  });

  test('H13 Okta sends the id along', async () => {
    expect(await okta.patch(path, [{ op: 'replace', value: { id: pro, displayName: 'New' } }])).toMatchObject(done);
    expect((await okta.get(path)).json).toMatchObject({ displayName: 'New' });
  });

  test('H14 another id is mutability', async () => {
    expect(await okta.patch(path, [{ op: 'replace', value: { id: 'other', displayName: 'New' } }])).toMatchObject(
      errorOf(400, 'mutability'),
    );
  });
});

describe('adding', () => {
  test.each([
    ['H15 as Okta does', [{ value: '3', display: 'x' }]],
    ['H16 as Entra does', [{ $ref: null, value: '3' }]],
    ['H18 as one object', { value: '3' }],
    ['H18 as a text', '3'],
  ])('%s', async (_, value) => {
    const named: unknown = JSON.parse(JSON.stringify(value).replace('"3"', `"${user(3)}"`));
    expect(await membersAfter({ op: 'add', path: 'members', value: named })).toEqual([1, 2, 3]);
    expect(await okta.row(user(3))).toMatchObject({ license_type: 'Pro', registration_status: 'Unregistered' });
  });

  test('H17 whoever is a member is not added again', async () => {
    const before = await okta.get(path);
    expect(await membersAfter({ op: 'add', path: 'members', value: [{ value: user(1) }, { value: user(1) }] })).toEqual([1, 2]);
    expect((await okta.get(path)).json).toEqual(before.json);
  });

  test('H37 two additions at once both count', async () => {
    const answers = await Promise.all(
      [3, 1].map((number) => okta.patch(path, [{ op: 'add', path: 'members', value: [{ value: users[number - 1] }] }])),
    );
    expect(answers).toMatchObject([done, done]);
    expect(await okta.members(pro)).toEqual(users.toSorted());
  });
});

describe('removing', () => {
  test.each([
    ['H19 one, by a filter', (two: string) => ({ path: `members[value eq "${two}"]` }), [1]],
    ['H20 one, by a list: never all', (two: string) => ({ path: 'members', value: [{ value: two }] }), [1]],
    ['H21 all', () => ({ path: 'members' }), []],
    ['H22 none, by an empty list', () => ({ path: 'members', value: [] }), [1, 2]],
    ['H23 whoever is no member', () => ({ path: 'members', value: [{ value: 'nobody' }] }), [1, 2]],
  ])('%s', async (_, operation, expected) => {
    expect(await membersAfter({ op: 'Remove', ...operation(user(2)) })).toEqual(expected);
    expect((await okta.row(user(2))).registration_status).toBe(expected.includes(2) ? 'Unregistered' : 'Suspended');
  });

  test('H24 two, by a filter', async () => {
    expect(await membersAfter({ op: 'remove', path: `members[value eq "${user(1)}" or value eq "${user(2)}"]` })).toEqual([]);
    expect(await okta.patch(path, [{ op: 'remove', path: 'members[display eq "x"]' }])).toMatchObject(errorOf(400, 'invalidFilter'));
  });
});

describe('several things at once', () => {
  test('H25 removal, addition and a new name together or not at all', async () => {
    const operations = [
      { op: 'remove', path: `members[value eq "${user(1)}"]` },
      { op: 'add', path: 'members', value: [{ value: user(3) }] },
    ];
    expect(await okta.patch(path, [...operations, { op: 'replace', value: { id: 'other' } }])).toMatchObject(errorOf(400, 'mutability'));
    expect(await okta.patch(path, [...operations, { op: 'add', path: 'members', value: 'ghost' }])).toMatchObject(
      errorOf(400, 'invalidValue'),
    );
    expect(await okta.members(pro)).toEqual([user(1), user(2)]);
    expect(await membersAfter(...operations, { op: 'replace', value: { id: pro, displayName: 'New' } })).toEqual([2, 3]);
    expect((await okta.get(path)).json).toMatchObject({ displayName: 'New' });
  });

  test('H26 a whole list replaces the members', async () => {
    expect(await membersAfter({ op: 'replace', path: 'members', value: [{ value: user(2) }, { value: user(3) }] })).toEqual([2, 3]);
    expect((await okta.row(user(1))).registration_status).toBe('Suspended');
  });

  test('H27 thousands of members are replaced and added in one operation', { timeout: 120_000 }, async () => {
    const ids = await seedUsers(world, okta, 15_000);
    const value = ids.map((id) => ({ value: id }));
    for (const operation of [
      { op: 'replace', path: 'members', value: value.slice(0, 10_000) },
      { op: 'add', path: 'members', value: value.slice(10_000) },
    ]) {
      const startedAt = performance.now();
      expect(await okta.patch(path, [operation])).toMatchObject(done);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    }
    expect(await okta.members(pro)).toHaveLength(15_000);
  });
});

describe('putting', () => {
  const put = (more: object): Promise<ScimAnswer> => okta.put(path, { schemas: [G], displayName: 'Chime Pro', ...more });

  test('H28 the members are those that are put', async () => {
    expect(await put({ id: pro, members: [{ value: user(3) }] })).toMatchObject({ status: 200, json: { members: [{ value: user(3) }] } });
    expect(await okta.members(pro)).toEqual([user(3)]);
  });

  test('H29 members that are left out are cleared', async () => {
    expect(await put({ displayName: 'Renamed' })).toMatchObject({ status: 200, json: { displayName: 'Renamed', members: [] } });
  });
});

test('H30 a request that takes the license from very many is carried out, and raises an alert', async () => {
  const ids = await seedUsers(world, okta, 40);
  await okta.patch(path, [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }]);
  const alerts = async () =>
    (await world.ana.call(LookupEvents, { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ScimMassLicenseLoss' }] }))
      .Events;
  await okta.patch(path, [{ op: 'remove', path: 'members', value: ids.slice(0, 19).map((value) => ({ value })) }]);
  expect(await alerts()).toEqual([]);
  await okta.patch(path, [{ op: 'remove', path: 'members' }]);
  expect((await okta.row(ids[39] ?? '')).registration_status).toBe('Suspended');
  const [alert] = (await alerts()) ?? [];
  expect(JSON.parse(alert?.CloudTrailEvent ?? '')).toMatchObject({
    userIdentity: { type: 'AWSService', principalId: okta.apiKeyId },
    requestParameters: { AccountId: okta.accountId, usersSuspended: 23, usersLicensedBefore: 23 },
  });
});

test('H30 where the account refuses such requests, nothing happens, and the identity provider is told why', async () => {
  const ids = await seedUsers(world, okta, 40);
  await okta.patch(path, [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }]);
  await runCommand(world, scimBrake, [okta.accountId, 'on']);
  const members = await okta.members(pro);
  const refused = await okta.patch(path, [{ op: 'remove', path: 'members' }]);
  expect(refused.status).toBe(400);
  expect(get(refused.json, 'detail')).toMatch(/^This would take the license from \d+ of \d+ users/);
  expect(await okta.members(pro)).toEqual(members);
  expect((await okta.row(ids[0] ?? '')).registration_status).not.toBe('Suspended');
  await runCommand(world, scimBrake, [okta.accountId, 'off']);
  expect(await okta.patch(path, [{ op: 'remove', path: 'members' }])).toMatchObject(done);
  await expect(runCommand(world, scimBrake, ['none', 'on'])).rejects.toThrow('There is no account none.');
});

test('H31 a change is answered without the members, unless they are asked for', async () => {
  const operation = { op: 'add', path: 'members', value: [{ value: user(3) }] };
  expect(await okta.patch(path, [operation])).toMatchObject(done);
  expect(await okta.patch(`${path}?attributes=displayName`, [operation])).toMatchObject({
    status: 200,
    json: { id: pro, displayName: 'Chime Pro' },
  });
});
