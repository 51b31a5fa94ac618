import { findRoomMeeting, type RoomMeeting } from '../store/room-meetings.ts';
import { lockMeetingLedger } from '../store/meeting-events.ts';
import type { Tx } from '../store/database.ts';
import type { MeetingEvent } from './event.ts';
import { hashOf, toName } from './sources/format.ts';

/** Digits of an instant in the id of a meeting, so that ids of one room sort as they began. */
const digits = 15;

/**
 * Puts what a source says of rooms, which are used over and over, into meetings: whoever joins an empty room begins one,
 * and it lasts until the room is destroyed or, as the reaper finds, nobody has been in it for some minutes. What comes
 * after the end, late or twice, belongs to the meeting that ended. The account's log is held from here on.
 * @param events in the order in which they happened; their `conferenceId` is the room
 */
export async function placeInMeetings(
  tx: Tx,
  accountId: string,
  sourceId: string,
  events: readonly MeetingEvent[],
): Promise<MeetingEvent[]> {
  await lockMeetingLedger(tx, accountId);
  const current = new Map<string, RoomMeeting>();
  const placed: MeetingEvent[] = [];
  for (const event of events) {
    const { conferenceId: room, time } = event;
    if (room === undefined) continue;
    const prefix = `${hashOf([sourceId, room]).slice(0, 22)}@`;
    const id = (instant: number): string => `${prefix}${String(instant).padStart(digits, '0')}`;
    const here = current.get(room);
    const known = here && here.conferenceId <= id(time) ? here : await findRoomMeeting(tx, accountId, { from: prefix, to: id(time) });
    const isOver = known?.endedAt !== undefined && known.endedAt < time;
    if (event.type === 'attendee.joined' && (!known || isOver)) {
      const meeting = { conferenceId: id(time), endedAt: undefined };
      current.set(room, meeting);
      placed.push(beginning(event, meeting.conferenceId, room), { ...event, conferenceId: meeting.conferenceId });
    } else if (known && !(isOver && event.type === 'meeting.ended')) {
      // A standing room that is destroyed hours after everybody went did not keep the meeting going.
      current.set(room, event.type === 'meeting.ended' ? { ...known, endedAt: time } : known);
      placed.push({ ...event, conferenceId: known.conferenceId });
    }
  }
  return placed;
}

function beginning({ id, time }: MeetingEvent, conferenceId: string, room: string): MeetingEvent {
  const externalId = toName(room);
  return {
    type: 'meeting.started',
    id: hashOf([id, 'started']),
    time,
    conferenceId,
    data: { ...(externalId !== undefined && { externalId }) },
  };
}
