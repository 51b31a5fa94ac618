import { afterAll, expect, test } from 'vitest';
import { ListMeetingsReportData } from '../../../src/operations/chime/ListMeetingsReportData.ts';
import { deliver, insertMember, meeting } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 1, 20, 9) });
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const at = (text: string): number => Date.parse(`2026-02-${text}Z`);
const ana = await insertMember(world.database, AccountId, 'ana@acme.example');
const bo = await insertMember(world.database, AccountId, 'bo@acme.example');
const whole = { AccountId, StartDate: '2026-02-01', EndDate: '2026-02-19' };

await deliver(
  world.database,
  AccountId,
  [
    ...meeting('over midnight', {
      from: at('18T23:00'),
      to: at('19T00:00:00.000'),
      organizer: ana,
      people: [ana, ana, bo, undefined, undefined],
    }),
    ...meeting('of a guest', { from: at('18T10:00'), to: at('18T10:30'), organizer: undefined, people: [bo] }),
    ...meeting('last of the day', { from: at('18T23:00'), to: at('18T23:59:59.999'), organizer: bo, people: [bo] }),
    { id: 'type', type: 'meeting.scheduled', time: at('17T00:00'), conferenceId: 'of a guest', data: { type: 'Moderated' } },
    // Not ended, so in no list.
    { id: 'open', type: 'meeting.started', time: at('18T10:00'), conferenceId: 'open', data: {} },
    // Only invited, only waiting, and a recorder: nobody who attended.
    ...(['attendee.invited', 'attendee.waiting'] as const).map((type, index) => ({
      id: `i${index}`,
      type,
      time: at('18T23:10'),
      conferenceId: 'last of the day',
      attendeeSessionId: `i${index}`,
      displayName: 'Late',
      data: {},
    })),
    {
      id: 'r',
      type: 'attendee.joined',
      time: at('18T23:10'),
      conferenceId: 'last of the day',
      attendeeSessionId: 'r',
      displayName: 'Recorder',
      data: { isRecorder: true },
    },
  ],
  world.clock.now(),
);

test('meetings that ended in the range, the latest end first, with organiser, duration and the people who were connected', async () => {
  const { Meetings } = await world.ana.call(ListMeetingsReportData, whole);
  expect(Meetings).toStrictEqual([
    {
      ConferenceId: 'over midnight',
      StartTime: '2026-02-18T23:00:00.000Z',
      EndTime: '2026-02-19T00:00:00.000Z',
      Type: 'External',
      Organizer: { UserId: ana, DisplayName: 'ana', EmailAddress: 'ana@acme.example' },
      DurationSeconds: 3600,
      NumberOfAttendees: 4,
    },
    {
      ConferenceId: 'last of the day',
      StartTime: '2026-02-18T23:00:00.000Z',
      EndTime: '2026-02-18T23:59:59.999Z',
      Type: 'External',
      Organizer: { UserId: bo, DisplayName: 'bo', EmailAddress: 'bo@acme.example' },
      DurationSeconds: 3599,
      NumberOfAttendees: 1,
    },
    {
      ConferenceId: 'of a guest',
      StartTime: '2026-02-18T10:00:00.000Z',
      EndTime: '2026-02-18T10:30:00.000Z',
      Type: 'Moderated',
      Organizer: { DisplayName: '<Host>' },
      DurationSeconds: 1800,
      NumberOfAttendees: 1,
    },
  ]);
});

test('the range ends with its last UTC day and begins with its first', async () => {
  const ids = async (day: string): Promise<string[]> =>
    (await world.ana.call(ListMeetingsReportData, { AccountId, StartDate: day, EndDate: day })).Meetings.map(
      ({ ConferenceId }) => ConferenceId,
    );
  expect(await ids('2026-02-18')).toEqual(['last of the day', 'of a guest']);
  expect(await ids('2026-02-19')).toEqual(['over midnight']);
  expect(await ids('2026-02-17')).toEqual([]);
});

test('of one organiser, by address or id, and of one type', async () => {
  const ids = async (filter: object): Promise<string[]> =>
    (await world.ana.call(ListMeetingsReportData, { ...whole, ...filter })).Meetings.map(({ ConferenceId }) => ConferenceId);
  expect(await ids({ Organizer: 'Ana@acme.example' })).toEqual(['over midnight']);
  expect(await ids({ Organizer: bo })).toEqual(['last of the day']);
  expect(await ids({ Organizer: 'nobody@acme.example' })).toEqual([]);
  expect(await ids({ Type: 'Moderated' })).toEqual(['of a guest']);
  expect(await ids({ Type: 'Moderated', Organizer: bo })).toEqual([]);
});

test('pages go through everything once, and a token is good for its own list only', async () => {
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await world.ana.call(ListMeetingsReportData, { ...whole, MaxResults: 1, NextToken });
    ids.push(...page.Meetings.map(({ ConferenceId }) => ConferenceId));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  expect(ids).toEqual(['over midnight', 'last of the day', 'of a guest']);
  const { NextToken: token } = await world.ana.call(ListMeetingsReportData, { ...whole, MaxResults: 1 });
  await expect(world.ana.call(ListMeetingsReportData, { ...whole, Type: 'External', NextToken: token })).rejects.toMatchObject({
    status: 400,
  });
});
