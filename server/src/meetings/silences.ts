import { z } from 'zod';
import { findPresence, putPresence, takePresences, takeRoom, type RoomPresenceRow } from '../store/room-presences.ts';
import { lockMeetingLedger } from '../store/meeting-events.ts';
import type { Tx } from '../store/database.ts';
import type { MeetingEvent } from './event.ts';
import { hashOf, type RoomReport } from './sources/format.ts';

/** Whoever stops sending and is gone within this time has left: clients end their media first. */
const leavingMaxMs = 10_000;
/** Media of one handle that are remembered. */
const mediaMax = 64;

/** By medium: its kind, and since when nothing of it arrives; null = it does. */
const Media = z.record(z.string(), z.object({ kind: z.string(), silentSince: z.number().nullable() }));

/**
 * What a source says of rooms, with drops where they happened. Janus finds out that somebody is gone when it gives up their session, a minute
 * late, or never, when a room is destroyed; but it has told before that nothing of theirs arrives any more. Whoever has sent sound, of whom
 * nothing arrived in the end, and who is gone without more, dropped when the last of it stopped. A camera alone may just be off.
 * The account's log is held from here on. @param reports in the order in which they happened
 */
export async function backDateDrops(tx: Tx, accountId: string, sourceId: string, reports: readonly RoomReport[]): Promise<MeetingEvent[]> {
  await lockMeetingLedger(tx, accountId);
  const events: MeetingEvent[] = [];
  for (const report of reports) {
    if ('medium' in report) await noteMedium(tx, sourceId, report);
    else events.push(...(await translate(tx, sourceId, report)));
  }
  return events;
}

async function noteMedium(tx: Tx, sourceId: string, { handle, medium, time }: Extract<RoomReport, { medium: object }>): Promise<void> {
  const known = await findPresence(tx, sourceId, handle);
  if (!known) return;
  const media = { ...readMedia(known), [medium.id]: { kind: medium.kind, silentSince: medium.silentSince ?? null } };
  if (Object.keys(media).length <= mediaMax) await putPresence(tx, { ...known, media: JSON.stringify(media), seen_at: time });
}

async function translate(tx: Tx, sourceId: string, { event, handle }: Extract<RoomReport, { event: object }>): Promise<MeetingEvent[]> {
  const { conferenceId: room = '', time } = event;
  const where = { source_id: sourceId, room };
  switch (event.type) {
    case 'attendee.joined':
      if (handle !== undefined) {
        await putPresence(tx, { ...where, handle, attendee_session_id: event.attendeeSessionId, media: '{}', seen_at: time });
      }
      return [event];
    case 'attendee.left': {
      const silences = silencesOf(await takePresences(tx, { ...where, attendee_session_id: event.attendeeSessionId }), time);
      const since = silences[0]?.since;
      return [since === undefined ? event : { ...event, type: 'attendee.dropped', time: since }];
    }
    case 'attendee.removed':
      return [...drops(await takePresences(tx, { ...where, attendee_session_id: event.attendeeSessionId }), event), event];
    case 'meeting.ended':
      return [...drops(await takeRoom(tx, where), event), event];
    default:
      return [event];
  }
}

/** Of those who were gone already when something else ended their presence. */
function drops(presences: readonly RoomPresenceRow[], event: MeetingEvent): MeetingEvent[] {
  return silencesOf(presences, event.time).map(({ attendeeSessionId, since }) => ({
    type: 'attendee.dropped',
    id: hashOf([event.id, attendeeSessionId]),
    time: since,
    conferenceId: event.conferenceId ?? '',
    attendeeSessionId,
    data: {},
  }));
}

function silencesOf(presences: readonly RoomPresenceRow[], goneAt: number): { attendeeSessionId: string; since: number }[] {
  return presences.flatMap((presence) => {
    const media = Object.values(readMedia(presence));
    const since = Math.max(...media.map(({ silentSince }) => silentSince ?? Infinity));
    const hasSound = media.some(({ kind }) => kind === 'audio');
    return hasSound && goneAt - since >= leavingMaxMs ? [{ attendeeSessionId: presence.attendee_session_id, since }] : [];
  });
}

function readMedia({ media }: RoomPresenceRow): z.output<typeof Media> {
  return Media.parse(JSON.parse(media));
}
