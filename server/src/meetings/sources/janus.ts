import { z } from 'zod';
import type { MeetingEvent } from '../event.ts';
import { IngestError, basicPassword, hashOf, isSame, toId, toPerson, type RoomFormat, type RoomReport } from './format.ts';

/** Events in one delivery; Janus groups up to 100. */
const eventsMax = 1_000;

/** What plugins report, and what becomes of media. Source: https://janus.conf.meetecho.com/docs/eventhandlers.html */
const pluginEvent = 64;
const mediaEvent = 32;

const id = z.union([z.number(), z.string()]);

const Envelope = z.looseObject({
  type: z.number(),
  timestamp: z.number().min(0),
  handle_id: id.optional(),
  event: z.unknown().optional(),
});

/** Events of the video room, as much of them as is used. */
const VideoRoom = z.looseObject({
  plugin: z.literal('janus.plugin.videoroom'),
  data: z.looseObject({
    event: z.string(),
    room: id,
    id: id.optional(),
    display: z.string().optional(),
  }),
});

/** Whether a medium arrives. `mid` and `substream` tell apart several of one kind; `seconds` is how long nothing had come by then. */
const Medium = z.looseObject({
  media: z.string().max(32),
  mid: z.string().max(32).optional(),
  substream: z.number().optional(),
  receiving: z.boolean(),
  seconds: z.number().min(0).optional(),
});

/**
 * Batches of Janus's event handlers, with HTTP Basic. They have no ids, and rooms outlive their meetings: `conferenceId` is
 * the room here, and `placeInMeetings` finds the meeting. Of media it matters whether they arrive; signalling, SDP and
 * candidates among it, is not looked at.
 */
export const janus: RoomFormat = {
  async verify({ header }, { secret }) {
    const password = basicPassword(header('authorization'));
    if (password === undefined || !isSame(password, secret)) {
      throw new IngestError(401, 'The password is not the secret of the source: set it as backend_pwd of the event handler.');
    }
  },
  translateRooms(body) {
    const events: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (events.length > eventsMax) throw new IngestError(400, `A delivery has at most ${eventsMax} events. Send several.`);
    return events.flatMap(translate);
  },
};

function translate(value: unknown): RoomReport[] {
  const envelope = Envelope.safeParse(value);
  if (!envelope.success) throw new IngestError(400, 'The body is no event of Janus, nor a list of them.');
  const { type, timestamp: microseconds, handle_id, event } = envelope.data;
  const handle = toId(handle_id);
  const time = Math.floor(microseconds / 1000);
  if (type === mediaEvent && handle !== undefined) return ofMedium(event, handle, time);
  if (type !== pluginEvent) return [];
  const room = VideoRoom.safeParse(event);
  if (!room.success) return [];
  return ofRoom(room.data.data, time, hashOf(value)).map((about) => ({ event: about, ...(handle !== undefined && { handle }) }));
}

/** Reports of quality, which are of the same type, say nothing of this. */
function ofMedium(event: unknown, handle: string, time: number): RoomReport[] {
  const told = Medium.safeParse(event);
  if (!told.success) return [];
  const { media: kind, mid = kind, substream = 0, receiving, seconds = 0 } = told.data;
  const medium = { id: `${mid}/${substream}`, kind };
  return [{ handle, time, medium: receiving ? medium : { ...medium, silentSince: time - Math.floor(seconds * 1000) } }];
}

function ofRoom({ event, room, id: whose, display }: z.output<typeof VideoRoom>['data'], time: number, hash: string): MeetingEvent[] {
  const conferenceId = toId(room);
  if (conferenceId === undefined) return [];
  const happened = { id: hash, time, conferenceId };
  // The room is gone, and nobody in it is said to leave.
  if (event === 'destroyed') return [{ type: 'meeting.ended', ...happened, data: { reason: 'Ended' } }];
  const attendeeSessionId = toId(whose);
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
