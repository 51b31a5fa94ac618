import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { fillDemo, type DemoCredentials } from '../../src/demo/fill.ts';
import { drawMeetingEvents } from '../../src/demo/meetings.ts';
import { createClocks } from '../../src/demo/rhythm.ts';
import { demoSeed, drawDemo } from '../../src/demo/site.ts';
import { MeetingEvent } from '../../src/meetings/event.ts';
import { isPassword } from '../../src/iam/passwords.ts';
import { LookupEvents } from '../../src/operations/cloudtrail/LookupEvents.ts';
import { ListAccounts } from '../../src/operations/chime/ListAccounts.ts';
import { ListAccountUsageReportData } from '../../src/operations/chime/ListAccountUsageReportData.ts';
import { ListApiKeys } from '../../src/operations/chime/ListApiKeys.ts';
import { ListDelegates } from '../../src/operations/chime/ListDelegates.ts';
import { ListDomains } from '../../src/operations/chime/ListDomains.ts';
import { ListGroups } from '../../src/operations/chime/ListGroups.ts';
import { ListMeetingsReportData } from '../../src/operations/chime/ListMeetingsReportData.ts';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import { ResetPersonalPin } from '../../src/operations/chime/ResetPersonalPin.ts';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import { UpdateAccountSettings } from '../../src/operations/chime/UpdateAccountSettings.ts';
import type { User } from '../../src/shapes/user.ts';
import { listAwsAccounts } from '../../src/store/aws-accounts.ts';
import { findMeta } from '../../src/store/meta.ts';
import { createVault } from '../../src/store/vault.ts';
import { findLogin } from '../../src/store/user-logins.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { present } from '../support/members.ts';
import { connect, createWorld, folderOf, hostOf, localConnections, publicUrl, type Person } from '../support/world.ts';

const now = Date.UTC(2026, 5, 1, 12);
// The past asks nobody: the object store is one that cannot be reached.
const links = { vault: createVault([randomBytes(32)]), publicUrl: () => publicUrl };
const clock = { now: () => now };
const connections = { ...localConnections, objects: folderOf('/nowhere', links, clock), host: hostOf(clock) };
const surroundings = { now, random: randomBytes, connections, publicUrl: () => publicUrl, keep: () => undefined };

let site: TestDatabase;
let credentials: DemoCredentials;
let as: (userName: string) => Person;

beforeAll(async () => {
  site = await createTestDatabase();
  credentials = present(await fillDemo(site.database, surroundings));
  const { withKey } = connect(site.database, { now: () => now }, []);
  as = (userName) => {
    const { accessKeyId, secretAccessKey } = present(credentials.operators.find((operator) => operator.userName === userName));
    return withKey(accessKeyId, secretAccessKey);
  };
});
afterAll(() => site.remove());

const { meridian, aurelia, larkfield } = drawDemo(demoSeed, now).accounts;

async function usersOf(AccountId: string): Promise<z.output<typeof User>[]> {
  const users: z.output<typeof User>[] = [];
  let NextToken: string | undefined;
  do {
    const page = await as('ana').call(ListUsers, { AccountId, MaxResults: 200, ...(NextToken !== undefined && { NextToken }) });
    users.push(...(page.Users ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return users;
}

test('a demonstration has three accounts of three kinds, and 500 people with an address and a PIN of their own', async () => {
  const { Accounts = [] } = await as('ana').call(ListAccounts, {});
  expect(Accounts.map(({ Name, AccountType }) => [Name, AccountType])).toEqual([
    ['Meridian Logistics', 'EnterpriseLWA'],
    ['Aurelia Health', 'EnterpriseOIDC'],
    ['Larkfield Studio', 'Team'],
  ]);
  const users = (await Promise.all(Accounts.map(({ AccountId }) => usersOf(AccountId)))).flat();
  expect(users).toHaveLength(500);
  expect(new Set(users.map(({ PrimaryEmail }) => PrimaryEmail)).size).toBe(500);
  expect(new Set(users.map(({ PersonalPIN }) => PersonalPIN)).size).toBe(500);
  const statuses = new Set(users.map(({ UserRegistrationStatus }) => UserRegistrationStatus));
  expect(statuses).toEqual(new Set(['Registered', 'Unregistered', 'Suspended']));
});

test('there is something to see on every page: domains in each state, groups, keys, delegates, invitations, events', async () => {
  const { Domains } = await as('ana').call(ListDomains, { AccountId: meridian.id });
  expect(new Set(Domains.map(({ Status }) => Status))).toEqual(new Set(['Verified', 'VerificationLost', 'PendingVerification', 'Failed']));
  const { Groups } = await as('ana').call(ListGroups, { AccountId: aurelia.id });
  expect(new Set(Groups.map(({ GroupName, Status }) => `${GroupName} is ${Status}`))).toEqual(
    new Set(['Chime Basic is Active', 'Chime Pro is Active', 'Contractors 2025 is Missing']),
  );
  expect((await as('ana').call(ListApiKeys, { AccountId: aurelia.id })).ApiKeys).toHaveLength(2);
  expect((await as('ana').call(ListDelegates, { AccountId: aurelia.id })).Delegates).toMatchObject([{ State: 'Accepted' }]);
  expect((await usersOf(larkfield.id)).filter(({ UserInvitationStatus }) => UserInvitationStatus === 'Pending')).toHaveLength(6);
  const { Events = [] } = await as('rita').call(LookupEvents, { MaxResults: 50 });
  expect(Events).toHaveLength(50);
});

test('ninety days of meetings, messages and calls look alive: busy weekdays, quiet weekends, surveys, calls', async () => {
  const range = { StartDate: '2026-03-05', EndDate: '2026-06-01' };
  for (const { id } of [meridian, aurelia, larkfield]) {
    const { Totals, Days } = await as('rita').call(ListAccountUsageReportData, { AccountId: id, ...range });
    expect(Totals.MeetingsHeld).toBeGreaterThan(50);
    expect(Totals.ChatMessagesSent).toBeGreaterThan(500);
    expect(Totals.MeetingSatisfaction).toBeGreaterThan(0.6);
    expect(Totals.ActiveUsers).toBeGreaterThan(15);
    const perDay = (isWeekend: boolean): number => {
      const days = Days.filter(({ Date: day }) => [0, 6].includes(new Date(day).getUTCDay()) === isWeekend);
      return days.reduce((sum, { MeetingsHeld }) => sum + MeetingsHeld, 0) / days.length;
    };
    expect(perDay(false)).toBeGreaterThan(3 * perDay(true));
  }
  const { Meetings } = await as('rita').call(ListMeetingsReportData, { AccountId: meridian.id, ...range, MaxResults: 200 });
  expect(new Set(Meetings.map(({ Type }) => Type)).size).toBeGreaterThan(4);
  const calls = await site.database.read('', (tx) => tx.query(tx.sql.selectFrom('call_detail_records').select('account_id').limit(1)));
  expect(calls).toHaveLength(1);
});

test('what sources report of the meetings is what every source may report', () => {
  const events = drawMeetingEvents(drawDemo(demoSeed, now), larkfield, createClocks());
  expect(events.filter((event) => !MeetingEvent.safeParse(event).success)).toEqual([]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(events.every(({ time }) => time <= now)).toBe(true);
});

test('each operator may do something else', async () => {
  const [user] = await usersOf(meridian.id);
  const whom = { AccountId: meridian.id, UserId: present(user).UserId };
  await as('hana').call(ResetPersonalPin, whom);
  await expect(as('hana').call(SuspendUsers, { AccountId: meridian.id, UserIdList: [whom.UserId] })).rejects.toMatchObject({ status: 403 });
  const settings = { AccountId: meridian.id, AccountSettings: { EnableDialOut: true } };
  await as('pavel').call(UpdateAccountSettings, settings);
  await expect(as('rita').call(UpdateAccountSettings, settings)).rejects.toMatchObject({ status: 403 });
  await expect(as('pavel').call(ResetPersonalPin, whom)).rejects.toMatchObject({ status: 403 });
  expect((await as('noor').call(ListAccounts, {})).Accounts).toMatchObject([{ Name: 'Aurelia Health' }]);
});

test('somebody with a license can sign in with the password that is printed', async () => {
  const login = await site.database.read('', (tx) => findLogin(tx, credentials.person.email));
  await expect(isPassword(credentials.person.password, present(login).password_hash)).resolves.toBe(true);
});

test('one seed and one instant make one demonstration, another seed another', () => {
  expect(drawDemo(demoSeed, now)).toEqual(drawDemo(demoSeed, now));
  expect(drawDemo(demoSeed + 1, now).accounts.meridian.people).not.toEqual(meridian.people);
});

test('it is filled once', async () => {
  await expect(fillDemo(site.database, surroundings)).resolves.toBeUndefined();
});

test('an installation with real data is refused, and stays as it is', async () => {
  const world = await createWorld();
  await world.database.write('', (tx) => tx.query(tx.sql.insertInto('meta').values({ key: 'first_run', value: '0' })));
  await expect(fillDemo(world.database, surroundings)).rejects.toThrow('holds real data');
  expect((await world.ana.call(ListAccounts, {})).Accounts).toEqual([]);
  await world.close();
});

test('a demonstration that is cut off, or whose passwords cannot be kept, leaves the installation empty', async () => {
  const cut = await createTestDatabase();
  let draws = 0;
  const random = (bytes: number): Uint8Array => {
    if (++draws > 45) throw new Error('the power is gone');
    return randomBytes(bytes);
  };
  await expect(fillDemo(cut.database, { ...surroundings, random })).rejects.toThrow('the power is gone');
  await expect(cut.database.read('', (tx) => Promise.all([findMeta(tx, 'first_run'), listAwsAccounts(tx)]))).resolves.toEqual([
    undefined,
    [],
  ]);
  await cut.remove();
});
