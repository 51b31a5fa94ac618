import { afterAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { toUser } from '../../../src/chime/user-output.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { addMember, changeUser, createTeam, findUserRow, inviteUser, present } from '../../support/members.ts';
import { createWorld, type Person } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

const AccountId = await createTeam(world.ana, 'Acme');
const ada = await addMember(world, world.ana, AccountId, 'ada@acme.example');
await changeUser(world, ada, { display_name: 'Ada Lovelace', display_name_folded: 'ada lovelace' });
const oezil = await addMember(world, world.ana, AccountId, 'm.oezil@acme.example');
await changeUser(world, oezil, { display_name: 'Özil 100%', display_name_folded: 'özil 100%', license_type: 'Basic' });
const lobby = await inviteUser(world.ana, AccountId, 'lobby_1@acme.example');
await changeUser(world, lobby, { user_type: 'SharedDevice' });
const suspended = await addMember(world, world.ana, AccountId, 'zoe@acme.example');
await changeUser(world, suspended, { registration_status: 'Suspended' });
const everybody = ['ada@acme.example', 'lobby_1@acme.example', 'm.oezil@acme.example', 'zoe@acme.example'];
await addMember(world, world.gil, await createTeam(world.gil, 'Globex'), 'ada@acme.example');

test("the account's users are listed in the order of their ids, to whoever may only read too", async () => {
  expect(await emails(world.ana, {})).toEqual(everybody);
  expect(await emails(world.bo, {})).toEqual(everybody);
  const { Users } = await world.ana.call(ListUsers, { AccountId });
  const ids = (Users ?? []).map(({ UserId }) => UserId);
  expect(ids).toEqual(ids.toSorted());
});

test('a page is the JSON of its users to the byte, whichever engine wrote it', async () => {
  const account = await createTeam(world.ana, 'Awkward');
  const times = [0, 1, 951_782_399_999, 1_767_225_600_001, 4_102_444_799_010, 253_402_300_799_999];
  const names = [
    '',
    'Zoë 😀 你好',
    '"quoted" \\\\ back/slash',
    '\u0001\u0008\t\n\u000b\f\r\u001f\u007f\u0080\u2028\u2029',
    '{"a":null}',
    "'; --",
  ];
  const ids: string[] = [];
  for (const [index, name] of names.entries()) {
    const id = await inviteUser(world.ana, account, `awkward+${index}@acme.example`);
    await changeUser(world, id, { display_name: name, invited_on: times[index] ?? null, registered_on: times.at(-index) ?? null });
    ids.push(id);
  }
  await changeUser(world, present(ids[0]), { display_name: null, invited_on: null, registered_on: null, invitation_status: null });
  await changeUser(world, present(ids[1]), { registration_status: 'Released' });
  const rows = await Promise.all(ids.toSorted().map(async (id) => present(await findUserRow(world, id))));
  const { body } = await world.ana.attempt(ListUsers, { AccountId: account });
  expect(body).toBe(JSON.stringify({ Users: rows.map(toUser) }));
  const filtered = await world.ana.attempt(ListUsers, { AccountId: account, Q: 'awkward+5' });
  expect(filtered.body).toBe(JSON.stringify({ Users: rows.filter((row) => row.primary_email.includes('+5')).map(toUser) }));
});

test('address, type, status and license each narrow the list, and all of them together', async () => {
  expect(await emails(world.ana, { UserEmail: 'ADA@acme.example' })).toEqual(['ada@acme.example']);
  expect(await emails(world.ana, { UserEmail: 'nobody@acme.example' })).toEqual([]);
  expect(await emails(world.ana, { UserType: 'SharedDevice' })).toEqual(['lobby_1@acme.example']);
  expect(await emails(world.ana, { Status: 'Unregistered' })).toEqual(['lobby_1@acme.example']);
  expect(await emails(world.ana, { Status: 'Suspended' })).toEqual(['zoe@acme.example']);
  expect(await emails(world.ana, { License: 'Basic' })).toEqual(['m.oezil@acme.example']);
  expect(await emails(world.ana, { License: 'Pro', Status: 'Registered', UserType: 'PrivateUser', Q: 'ada' })).toEqual([
    'ada@acme.example',
  ]);
});

test('a search finds the beginning of an address or a name in any letter case, and no character is a wildcard', async () => {
  expect(await emails(world.ana, { Q: 'ADA LOVE' })).toEqual(['ada@acme.example']);
  expect(await emails(world.ana, { Q: 'M.' })).toEqual(['m.oezil@acme.example']);
  expect(await emails(world.ana, { Q: 'öZIL' })).toEqual(['m.oezil@acme.example']);
  expect(await emails(world.ana, { Q: 'özil 100%' })).toEqual(['m.oezil@acme.example']);
  expect(await emails(world.ana, { Q: 'lovelace' })).toEqual([]);
  expect(await emails(world.ana, { Q: '%' })).toEqual([]);
  expect(await emails(world.ana, { Q: 'lobby%' })).toEqual([]);
  expect(await emails(world.ana, { Q: '_' })).toEqual([]);
});

test('the pages put together are the list, also of a filtered one, without repeats or gaps', async () => {
  const account = await createTeam(world.ana, 'Large');
  const invited = Array.from({ length: 45 }, (_, index) => `u${String(index).padStart(2, '0')}@acme.example`);
  await world.ana.call(InviteUsers, { AccountId: account, UserEmailList: invited });
  for (const filter of [{}, { Q: 'u' }]) {
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await world.ana.call(ListUsers, {
        AccountId: account,
        ...filter,
        MaxResults: 20,
        ...(token !== undefined && { NextToken: token }),
      });
      found.push(...(page.Users ?? []).map(({ PrimaryEmail }) => PrimaryEmail ?? ''));
      token = page.NextToken;
    } while (token !== undefined);
    expect(found.toSorted()).toEqual(invited);
  }
});

test('a page has 100 users unless asked otherwise, at most 200', async () => {
  const account = await createTeam(world.ana, 'Larger');
  for (let from = 0; from < 150; from += 50) {
    const invited = Array.from({ length: 50 }, (_, index) => `v${from + index}@acme.example`);
    await world.ana.call(InviteUsers, { AccountId: account, UserEmailList: invited });
  }
  expect((await world.ana.call(ListUsers, { AccountId: account })).Users).toHaveLength(100);
  expect((await world.ana.call(ListUsers, { AccountId: account, MaxResults: 200 })).Users).toHaveLength(150);
  await expect(world.ana.call(ListUsers, { AccountId: account, MaxResults: 201 })).rejects.toMatchObject({ status: 400 });
});

test('400 for a page token of another account or another filter', async () => {
  const { NextToken } = await world.ana.call(ListUsers, { AccountId, MaxResults: 1 });
  const other = await createTeam(world.ana, 'Other');
  await expect(world.ana.call(ListUsers, { AccountId: other, NextToken })).rejects.toMatchObject({ status: 400 });
  await expect(world.ana.call(ListUsers, { AccountId, NextToken, Status: 'Registered' })).rejects.toMatchObject({ status: 400 });
});

test("an account without users has an empty list; another AWS account's is 404", async () => {
  const empty = await createTeam(world.ana, 'Empty');
  expect(await world.ana.call(ListUsers, { AccountId: empty })).toEqual({ Users: [] });
  await expect(world.gil.call(ListUsers, { AccountId })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
  await expect(world.gil.call(ListUsers, { AccountId, Q: 'ada' })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
});

async function emails(person: Person, filter: Omit<z.input<typeof ListUsers.input>, 'AccountId'>): Promise<string[]> {
  const { Users } = await person.call(ListUsers, { AccountId, ...filter });
  return (Users ?? []).map(({ PrimaryEmail }) => PrimaryEmail ?? '').toSorted();
}
