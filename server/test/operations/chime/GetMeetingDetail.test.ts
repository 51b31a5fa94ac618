import { afterAll, expect, test } from 'vitest';
import type { MeetingEvent } from '../../../src/meetings/event.ts';
import { GetMeetingDetail } from '../../../src/operations/chime/GetMeetingDetail.ts';
import { deliver, insertMember } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 1, 18, 12) });
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const ana = await insertMember(world.database, AccountId, 'ana@acme.example', { display_name: 'Ana A.' });
const at = (minutes: number): number => Date.UTC(2026, 1, 18, 10, minutes);
const stamp = (minutes: number): string => new Date(at(minutes)).toISOString();
const ConferenceId = 'c';

let events = 0;
function happened(type: MeetingEvent['type'], minutes: number, more: object = {}): MeetingEvent {
  events += 1;
  return { id: String(events), type, time: at(minutes), conferenceId: ConferenceId, data: {}, ...more } as MeetingEvent;
}
const of = (attendeeSessionId: string, more: object = {}) => ({ attendeeSessionId, ...more });

test('attendees with their connections, devices, quality and feedback', async () => {
  await deliver(
    world.database,
    AccountId,
    [
      happened('meeting.started', 0, {
        email: 'ANA@acme.example',
        data: { type: 'UniqueId', externalId: 'room', pin: '1234567890', region: 'eu' },
      }),
      happened(
        'attendee.joined',
        0,
        of('a', { email: 'ana@acme.example', displayName: 'ana on her phone', data: { clientType: 'Desktop', audioType: 'Computer' } }),
      ),
      happened('attendee.dropped', 10, of('a')),
      happened('attendee.joined', 12, of('a')),
      happened('video.started', 13, of('a')),
      happened('quality.sample', 14, of('a', { data: { packetLossPercent: 1, roundTripMs: 100 } })),
      happened('quality.sample', 15, of('a', { data: { packetLossPercent: 8, roundTripMs: 100 } })),
      happened('attendee.joined', 5, of('j', { displayName: 'Jane', data: { clientType: 'Web' } })),
      happened('attendee.removed', 6, of('j', { actor: { attendeeSessionId: 'a' } })),
      happened('attendee.joined', 7, of('p', { data: { clientType: 'Phone' } })),
      happened('dialin.started', 7, of('p', { data: { callerPhoneNumber: '+15555550100', direction: 'Inbound' } })),
      happened('attendee.invited', 0, of('i', { displayName: 'Ira' })),
      happened('attendee.declined', 1, of('i')),
      happened('attendee.invited', 0, of('l', { displayName: 'Lee', data: { response: 'RunningLate' } })),
      happened('attendee.waiting', 9, of('w', { displayName: 'Wes' })),
      happened('survey.answered', 31, { ...of('a', { email: 'ana@acme.example' }), data: { positive: true, comment: 'Fine' } }),
      happened('meeting.ended', 30),
    ],
    world.clock.now(),
  );
  const { Meeting, Attendees } = await world.ana.call(GetMeetingDetail, { AccountId, ConferenceId });
  expect(Meeting).toStrictEqual({
    ConferenceId,
    AccountId,
    StartTime: stamp(0),
    EndTime: stamp(30),
    Type: 'UniqueId',
    Organizer: { UserId: ana, DisplayName: 'Ana A.', EmailAddress: 'ana@acme.example' },
    DurationSeconds: 1800,
    NumberOfAttendees: 3,
    Source: { SourceId: 'source', Kind: 'Import' },
    ExternalId: 'room',
    Pin: '1234567890',
    Scheduled: false,
    EndReason: 'Ended',
    Region: 'eu',
    DataComplete: true,
  });
  expect(Attendees.map(({ DisplayName, State, Minutes, Exit }) => [DisplayName, State, Minutes, Exit])).toEqual([
    ['Ana A.', 'Left', 28, 'Ended'],
    ['<Jane>', 'Left', 1, 'Removed'],
    ['<+15555550100>', 'Left', 23, 'Ended'],
    ['<Ira>', 'Declined', 0, undefined],
    ['<Lee>', 'RunningLate', 0, undefined],
    ['<Wes>', 'WaitingRoom', 0, undefined],
  ]);
  expect(Attendees[0]).toStrictEqual({
    AttendeeSessionId: 'a',
    UserId: ana,
    DisplayName: 'Ana A.',
    EmailAddress: 'ana@acme.example',
    Authenticated: true,
    Role: 'Organizer',
    State: 'Left',
    JoinTime: stamp(0),
    LeaveTime: stamp(30),
    Minutes: 28,
    Reconnects: 1,
    Exit: 'Ended',
    Connections: [
      { StartTime: stamp(0), EndTime: stamp(10), Exit: 'Dropped' },
      { StartTime: stamp(12), EndTime: stamp(30), Exit: 'Ended' },
    ],
    ClientType: 'Desktop',
    AudioType: 'Computer',
    VideoUsed: true,
    ScreenShareUsed: false,
    Quality: { Rating: 'Fair', PacketLossPercent: 4.5, RoundTripMs: 100 },
    Feedback: { Positive: true, Comment: 'Fine', Time: stamp(31) },
  });
  expect(Attendees[2]).toMatchObject({ ClientType: 'Phone', AudioType: 'DialIn', Authenticated: false });
});

test('a meeting that is held has no end, and whoever is there is present', async () => {
  const held = (event: MeetingEvent): MeetingEvent => ({ ...event, conferenceId: 'held' });
  await deliver(
    world.database,
    AccountId,
    [happened('attendee.joined', 60, of('a', { displayName: 'Jane' })), happened('attendee.joined', 61, of('a'))].map(held),
    world.clock.now(),
  );
  const { Meeting, Attendees } = await world.ana.call(GetMeetingDetail, { AccountId, ConferenceId: 'held' });
  expect(Meeting).toMatchObject({ StartTime: stamp(60), DurationSeconds: 3600, DataComplete: true });
  expect(Meeting.EndTime).toBeUndefined();
  expect(Attendees).toMatchObject([{ State: 'Present', Minutes: 60, Connections: [{ StartTime: stamp(60) }] }]);
});

test('404 for a meeting of another account', async () => {
  const other = await createTeam(world.ana, 'Other');
  await expect(world.ana.call(GetMeetingDetail, { AccountId: other, ConferenceId })).rejects.toMatchObject({
    status: 404,
    message: `Meeting ${ConferenceId} does not exist in account ${other}.`,
  });
});
