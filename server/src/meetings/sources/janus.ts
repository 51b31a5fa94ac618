import { z } from 'zod';
import type { MeetingEvent } from '../event.ts';
import { IngestError, basicPassword, hashOf, isSame, toId, toPerson, type SourceFormat } from './format.ts';

/** Events in one delivery; Janus groups up to 100. */
const eventsMax = 1_000;

/** What plugins report. Source: https://janus.conf.meetecho.com/docs/eventhandlers.html */
const pluginEvent = 64;

const Envelope = z.looseObject({ type: z.number(), timestamp: z.number().min(0), event: z.unknown().optional() });

/** Events of the video room, as much of them as is used. */
const VideoRoom = z.looseObject({
  plugin: z.literal('janus.plugin.videoroom'),
  data: z.looseObject({
    event: z.string(),
    room: z.union([z.number(), z.string()]),
    id: z.union([z.number(), z.string()]).optional(),
    display: z.string().optional(),
  }),
});

/**
 * Batches of Janus's event handlers, with HTTP Basic. They have no ids, and rooms outlive their meetings: `conferenceId` is
 * the room here, and `placeInMeetings` finds the meeting. Media and signalling events, SDP and candidates among them, are
 * not looked at.
 */
export const janus: SourceFormat = {
  async verify({ header }, { secret }) {
    const password = basicPassword(header('authorization'));
    if (password === undefined || !isSame(password, secret)) {
      throw new IngestError(401, 'The password is not the secret of the source: set it as backend_pwd of the event handler.');
    }
  },
  translate(body) {
    const events: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (events.length > eventsMax) throw new IngestError(400, `A delivery has at most ${eventsMax} events. Send several.`);
    return events.flatMap(translate);
  },
};

function translate(value: unknown): MeetingEvent[] {
  const envelope = Envelope.safeParse(value);
  if (!envelope.success) throw new IngestError(400, 'The body is no event of Janus, nor a list of them.');
  const { type, timestamp, event } = envelope.data;
  if (type !== pluginEvent) return [];
  const room = VideoRoom.safeParse(event);
  return room.success ? ofRoom(room.data.data, timestamp, hashOf(value)) : [];
}

function ofRoom({ event, room, id, display }: z.output<typeof VideoRoom>['data'], microseconds: number, hash: string): MeetingEvent[] {
  const conferenceId = toId(room);
  if (conferenceId === undefined) return [];
  const happened = { id: hash, time: Math.floor(microseconds / 1000), conferenceId };
  // The room is gone, and nobody in it is said to leave.
  if (event === 'destroyed') return [{ type: 'meeting.ended', ...happened, data: { reason: 'Ended' } }];
  const attendeeSessionId = toId(id);
  if (attendeeSessionId === undefined) return [];
  const who = { ...happened, attendeeSessionId, ...(event === 'joined' && personOf(display, attendeeSessionId)) };
  switch (event) {
    case 'joined':
      return [{ type: 'attendee.joined', ...who, data: {} }];
    case 'leaving':
      return [{ type: 'attendee.left', ...who, data: {} }];
    case 'kicked':
      return [{ type: 'attendee.removed', ...who, data: {} }];
    default:
      return [];
  }
}

/** Whoever chose an address as the name is that person; the id may be one that the application chose. */
function personOf(display: string | undefined, id: string): ReturnType<typeof toPerson> {
  return toPerson(id, display, display);
}
