import { afterAll, expect, test } from 'vitest';
import { GetUserActivityReportData } from '../../../src/operations/chime/GetUserActivityReportData.ts';
import { startSession } from '../../../src/store/sessions.ts';
import { deliver, insertMember, meeting } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 1, 20, 9) });
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const at = (text: string): number => Date.parse(`2026-02-${text}Z`);
const ana = await insertMember(world.database, AccountId, 'ana@acme.example');
const bo = await insertMember(world.database, AccountId, 'bo@acme.example');
const range = { StartDate: '2026-02-17', EndDate: '2026-02-19' };

await deliver(
  world.database,
  AccountId,
  [
    ...meeting('night', { from: at('17T23:00'), to: at('18T01:00'), organizer: ana, people: [ana, bo, undefined] }),
    ...meeting('day', { from: at('18T10:00'), to: at('18T11:00'), organizer: bo, people: [ana, bo] }),
    { id: 'm', type: 'message.sent', time: at('18T12:00'), userId: ana, data: { count: 2 } },
    { id: 's', type: 'survey.answered', conferenceId: 'day', time: at('18T11:01'), userId: ana, data: { positive: true } },
  ],
  world.clock.now(),
);

test('a meeting over midnight is attended on both days, and is one in all; it is organised on the day it ended', async () => {
  const { UserActivity } = await world.bo.call(GetUserActivityReportData, { AccountId, UserId: ana, ...range });
  const nothing = { MeetingsAttended: 0, MeetingsOrganized: 0, MeetingSatisfaction: null, ChatMessagesSent: 0, ActivePro: false };
  expect(UserActivity).toStrictEqual({
    UserId: ana,
    ...range,
    AsOf: new Date(world.clock.now()).toISOString(),
    MeetingsAttended: 2,
    MeetingsOrganized: 1,
    MeetingSatisfaction: 1,
    ChatMessagesSent: 2,
    LastActive: new Date(at('18T12:00')).toISOString(),
    Days: [
      { Date: '2026-02-17', ...nothing, MeetingsAttended: 1 },
      { Date: '2026-02-18', MeetingsAttended: 2, MeetingsOrganized: 1, MeetingSatisfaction: 1, ChatMessagesSent: 2, ActivePro: true },
      { Date: '2026-02-19', ...nothing },
    ],
  });
});

test('was last active when a connection, a message or a sign-in was, whatever the range', async () => {
  const lastActive = async (UserId: string): Promise<string | undefined> =>
    (await world.ana.call(GetUserActivityReportData, { AccountId, UserId, StartDate: '2025-01-01', EndDate: '2025-01-01' })).UserActivity
      .LastActive;
  const cy = await insertMember(world.database, AccountId, 'cy@acme.example');
  expect(await lastActive(cy)).toBeUndefined();
  expect(await lastActive(bo)).toBe(new Date(at('18T11:00')).toISOString());
  const session = { id: 'x', userId: bo, tokenHash: 'x', device: 'Firefox', method: 'carillon' as const, expiresAt: at('21T00:00') };
  await world.database.write('', (tx) => startSession(tx, { ...session, now: at('19T08:00') }));
  expect(await lastActive(bo)).toBe(new Date(at('19T08:00')).toISOString());
  const joined = {
    id: 'j',
    type: 'attendee.joined',
    time: at('20T08:00'),
    conferenceId: 'open',
    attendeeSessionId: 'x',
    userId: bo,
    data: {},
  } as const;
  await deliver(world.database, AccountId, [joined], world.clock.now());
  expect(await lastActive(bo)).toBe(new Date(world.clock.now()).toISOString());
});

test('404 for a user of another account, 400 for a range that is none', async () => {
  const ask = (UserId: string, StartDate: string) =>
    world.ana.call(GetUserActivityReportData, { AccountId, UserId, StartDate, EndDate: '2026-02-19' });
  await expect(ask('nobody', '2026-02-17')).rejects.toMatchObject({ status: 404 });
  await expect(ask(ana, '2026-02-20')).rejects.toMatchObject({ status: 400, code: 'BadRequestException' });
});
