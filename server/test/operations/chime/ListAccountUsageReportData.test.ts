import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { ListAccountUsageReportData } from '../../../src/operations/chime/ListAccountUsageReportData.ts';
import { deliver, insertMember, meeting } from '../../support/meetings.ts';
import { changeUser, createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

/** The morning after a leap day. */
const world = await createWorld({ instant: Date.UTC(2028, 2, 1, 9) });
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const at = (text: string): number => Date.parse(`2028-${text}Z`);
const ana = await insertMember(world.database, AccountId, 'ana@acme.example', { registered_on: at('02-27T12:00') });
const bo = await insertMember(world.database, AccountId, 'bo@acme.example', { registered_on: at('02-29T23:59'), license_type: 'Basic' });

await deliver(
  world.database,
  AccountId,
  [
    // Over midnight into the leap day, with a guest: three people, so a Pro user has hosted more than a Basic meeting.
    ...meeting('night', { from: at('02-28T23:50'), to: at('02-29T00:10'), organizer: ana, people: [ana, bo, undefined] }),
    // Two people make no active Pro day.
    ...meeting('two', { from: at('02-29T10:00'), to: at('02-29T10:30'), organizer: ana, people: [ana, undefined] }),
    // A Basic user never has one.
    ...meeting('basic', { from: at('02-29T11:00'), to: at('02-29T11:30'), organizer: bo, people: [ana, bo, undefined] }),
    // Nobody of the account organised it.
    ...meeting('theirs', { from: at('02-29T12:00'), to: at('02-29T12:30'), organizer: undefined, people: [bo, undefined] }),
    { id: 'm1', type: 'message.sent', time: at('02-27T08:00'), userId: bo, data: { conversation: 'OneToOne' } },
    { id: 'm2', type: 'message.sent', time: at('02-29T08:00'), userId: bo, data: { count: 4 } },
    { id: 'm3', type: 'message.sent', time: at('02-29T08:00'), displayName: 'Somebody else', data: {} },
    { id: 's1', type: 'survey.answered', conferenceId: 'night', time: at('02-29T00:11'), userId: bo, data: { positive: true } },
    { id: 's2', type: 'survey.answered', conferenceId: 'night', time: at('02-29T00:11'), data: { positive: false, comment: 'Echo' } },
    { id: 's3', type: 'survey.answered', conferenceId: 'two', time: at('02-29T10:31'), data: { positive: true } },
  ],
  world.clock.now(),
);

test('totals and a row for each UTC day, the ends of the range included', async () => {
  const report = await world.bo.call(ListAccountUsageReportData, { AccountId, StartDate: '2028-02-28', EndDate: '2028-03-01' });
  const nothing = { ActiveUsers: 0, MeetingsHeld: 0, MeetingSatisfaction: null, ChatMessagesSent: 0, ActiveProDays: 0 };
  expect(report).toStrictEqual({
    StartDate: '2028-02-28',
    EndDate: '2028-03-01',
    AsOf: new Date(world.clock.now()).toISOString(),
    Totals: { RegisteredUsers: 2, ActiveUsers: 2, MeetingsHeld: 3, MeetingSatisfaction: 2 / 3, ChatMessagesSent: 4, ActiveProDays: 1 },
    Days: [
      { Date: '2028-02-28', RegisteredUsers: 1, ...nothing, ActiveUsers: 2 },
      {
        Date: '2028-02-29',
        RegisteredUsers: 2,
        ActiveUsers: 2,
        MeetingsHeld: 3,
        MeetingSatisfaction: 2 / 3,
        ChatMessagesSent: 4,
        ActiveProDays: 1,
      },
      { Date: '2028-03-01', RegisteredUsers: 2, ...nothing },
    ],
  });
});

test('who sent a message was active without having been in a meeting, and counts once whatever the days', async () => {
  const { Totals, Days } = await world.bo.call(ListAccountUsageReportData, { AccountId, StartDate: '2028-02-27', EndDate: '2028-02-29' });
  expect(Totals.ActiveUsers).toBe(2);
  expect(Days[0]).toMatchObject({ Date: '2028-02-27', ActiveUsers: 1, ChatMessagesSent: 1, RegisteredUsers: 1 });
});

test('distinct people over ranges that begin and end anywhere', async () => {
  for (const [StartDate, EndDate, active] of [
    ['2028-02-27', '2028-02-27', 1],
    ['2028-02-28', '2028-02-28', 2],
    ['2027-02-01', '2028-02-26', 0],
    ['2027-02-01', '2028-02-27', 1],
    ['2028-03-01', '2029-04-03', 0],
  ] as const) {
    const { Totals } = await world.ana.call(ListAccountUsageReportData, { AccountId, StartDate, EndDate });
    expect([StartDate, EndDate, Totals.ActiveUsers]).toEqual([StartDate, EndDate, active]);
  }
});

test('a late event corrects the days that were reported before', async () => {
  const before = await world.ana.call(ListAccountUsageReportData, { AccountId, StartDate: '2028-02-20', EndDate: '2028-02-20' });
  expect(before.Totals.MeetingsHeld).toBe(0);
  const events = meeting('late', { from: at('02-20T10:00'), to: at('02-20T11:00'), organizer: ana, people: [ana, bo, undefined] });
  await deliver(world.database, AccountId, events, world.clock.now());
  // The end turns out to have been the day before.
  await deliver(
    world.database,
    AccountId,
    [{ id: 'earlier', type: 'meeting.ended', time: at('02-19T23:00'), conferenceId: 'late', data: {} }],
    world.clock.now(),
  );
  const { Days } = await world.ana.call(ListAccountUsageReportData, { AccountId, StartDate: '2028-02-19', EndDate: '2028-02-20' });
  expect(Days.map(({ MeetingsHeld, ActiveUsers }) => [MeetingsHeld, ActiveUsers])).toEqual([
    [1, 0],
    [0, 0],
  ]);
});

test('an account of which nothing was ever reported has a report of zeros', async () => {
  const empty = await createTeam(world.ana, 'Empty');
  const { Totals, Days } = await world.ana.call(ListAccountUsageReportData, {
    AccountId: empty,
    StartDate: '2028-01-01',
    EndDate: '2028-01-02',
  });
  expect(Totals).toEqual({
    RegisteredUsers: 0,
    ActiveUsers: 0,
    MeetingsHeld: 0,
    MeetingSatisfaction: null,
    ChatMessagesSent: 0,
    ActiveProDays: 0,
  });
  expect(Days).toHaveLength(2);
});

test('a license that is taken away later does not change what was an active Pro day', async () => {
  await changeUser(world, ana, { license_type: 'Basic' });
  const { Totals } = await world.ana.call(ListAccountUsageReportData, { AccountId, StartDate: '2028-02-29', EndDate: '2028-02-29' });
  expect(Totals.ActiveProDays).toBe(1);
});

test.each([
  ['2028-02-29', '2028-02-28', 'The range ends on 2028-02-28, before it starts on 2028-02-29.'],
  ['2028-01-01', '2029-02-04', 'has 401 days; a report covers at most 400.'],
  ['2027-02-29', '2027-03-01', 'startDate'],
  ['2028-02-30', '2028-03-01', 'startDate'],
  ['yesterday', '2028-03-01', 'startDate'],
])('400 for the range %s to %s', async (StartDate, EndDate, message) => {
  await expect(world.ana.call(ListAccountUsageReportData, { AccountId, StartDate, EndDate })).rejects.toMatchObject({
    status: 400,
    code: 'BadRequestException',
    message: expect.stringContaining(message),
  });
});

test.each([
  ['America/New_York', '2027-03-13', '2027-03-15'],
  ['Europe/London', '2027-10-30', '2027-11-01'],
])('where clocks change, as in %s, the days of %s to %s are those of UTC all the same', async (zone, StartDate, EndDate) => {
  const changed = await createTeam(world.ana, zone);
  const host = await insertMember(world.database, changed, `host@${zone.split('/')[1]?.toLowerCase().replace('_', '-')}.example`);
  const midnight = Date.parse(EndDate);
  const over = meeting('over', { from: midnight - 1_800_000, to: midnight + 1_800_000, organizer: host, people: [host] });
  const before = meeting('before', { from: midnight - 7_200_000, to: midnight - 1, organizer: host, people: [host] });
  // Our own clock steps back between the deliveries, by more than the meetings are long.
  await deliver(world.database, changed, over, midnight + 14_400_000);
  await deliver(world.database, changed, before, midnight + 7_200_000);
  vi.stubEnv('TZ', zone);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { Days } = await world.ana.call(ListAccountUsageReportData, { AccountId: changed, StartDate, EndDate });
  const middle = new Date(midnight - 86_400_000).toISOString().slice(0, 10);
  expect(Days.map(({ Date: day, MeetingsHeld, ActiveUsers }) => [day, MeetingsHeld, ActiveUsers])).toEqual([
    [StartDate, 0, 0],
    [middle, 1, 1],
    [EndDate, 1, 1],
  ]);
});

test('404 for an account of another AWS account', async () => {
  await expect(
    world.gil.call(ListAccountUsageReportData, { AccountId, StartDate: '2028-02-28', EndDate: '2028-03-01' }),
  ).rejects.toMatchObject({ status: 404, message: `Account ${AccountId} does not exist in this AWS account.` });
});
