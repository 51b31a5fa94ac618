import { afterAll, expect, test } from 'vitest';
import { ListMeetingEvents } from '../../../src/operations/chime/ListMeetingEvents.ts';
import { deliver, insertMember } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 1, 18, 12) });
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const ana = await insertMember(world.database, AccountId, 'ana@acme.example');
const time = Date.UTC(2026, 1, 18, 10);
const ConferenceId = 'c';
const common = { conferenceId: ConferenceId, data: {} };

await deliver(
  world.database,
  AccountId,
  [
    {
      ...common,
      id: '3',
      type: 'attendee.removed',
      time: time + 2,
      attendeeSessionId: 'j',
      displayName: 'Jane',
      actor: { displayName: 'Ana' },
    },
    { ...common, id: '1', type: 'meeting.started', time, data: { pin: '1', type: 'Instant' } },
    { ...common, id: '2', type: 'attendee.joined', time: time + 1, attendeeSessionId: 'a', userId: ana },
    { ...common, id: 'q', type: 'quality.sample', time: time + 1, attendeeSessionId: 'a', data: { jitterMs: 3 } },
  ],
  world.clock.now(),
);

test('everything but samples of the quality, in the order of time, with who did it and to whom', async () => {
  const { Events } = await world.ana.call(ListMeetingEvents, { AccountId, ConferenceId });
  const received = { ReceivedAt: new Date(world.clock.now()).toISOString(), Source: { SourceId: 'source', Kind: 'Import' } };
  expect(Events).toStrictEqual([
    { EventId: '1', Type: 'meeting.started', Time: '2026-02-18T10:00:00.000Z', ...received, Data: { pin: '1', type: 'Instant' } },
    {
      EventId: '2',
      Type: 'attendee.joined',
      Time: '2026-02-18T10:00:00.001Z',
      ...received,
      Actor: { AttendeeSessionId: 'a', UserId: ana, DisplayName: 'ana' },
    },
    {
      EventId: '3',
      Type: 'attendee.removed',
      Time: '2026-02-18T10:00:00.002Z',
      ...received,
      Actor: { DisplayName: '<Ana>' },
      Target: { AttendeeSessionId: 'j', DisplayName: '<Jane>' },
    },
  ]);
});

test('pages go on where the page before ended', async () => {
  const first = await world.ana.call(ListMeetingEvents, { AccountId, ConferenceId, MaxResults: 2 });
  const second = await world.ana.call(ListMeetingEvents, { AccountId, ConferenceId, MaxResults: 2, NextToken: first.NextToken });
  expect([first, second].map(({ Events }) => Events.map(({ EventId }) => EventId))).toEqual([['1', '2'], ['3']]);
  expect(second.NextToken).toBeUndefined();
});

test('404 for a meeting of another account', async () => {
  const other = await createTeam(world.ana, 'Other');
  await expect(world.ana.call(ListMeetingEvents, { AccountId: other, ConferenceId })).rejects.toMatchObject({ status: 404 });
});
