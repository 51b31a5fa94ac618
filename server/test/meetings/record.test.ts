import { afterAll, expect, test } from 'vitest';
import type { MeetingEvent } from '../../src/meetings/event.ts';
import { recordMeetingEvents } from '../../src/meetings/record.ts';
import { createTeam } from '../support/members.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('an event is kept once, however often it is delivered', async () => {
  const accountId = await createTeam(world.ana, 'Twice');
  const event: MeetingEvent = { id: '1', type: 'meeting.started', time: world.clock.now(), conferenceId: 'c', data: {} };
  const deliver = (events: readonly MeetingEvent[]) =>
    world.database.write('', (tx) => recordMeetingEvents(tx, accountId, 'source', events, world.clock.now()));
  expect(await deliver([event, event])).toEqual({ recorded: 1, duplicates: 1, outOfTime: 0 });
  expect(await deliver([event, { ...event, id: '2' }])).toEqual({ recorded: 1, duplicates: 1, outOfTime: 0 });
});
