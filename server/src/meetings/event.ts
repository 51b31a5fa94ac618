import { z } from 'zod';

/** Longest id or name that a source may give; whatever is longer is not one. */
const nameMax = 256;
const commentMax = 4_000;
/** Messages that one event may stand for: importers bring a week of them at once. */
const messagesMax = 1_000_000;

/** No NUL: PostgreSQL's text has none. */
const text = z.string().regex(/^[^\0]*$/);
const name = text.min(1).max(nameMax);
/** Epoch milliseconds, by the clock of the source. */
const instant = z.int().min(0);

/** Somebody in a meeting, as the source knows them. */
const person = {
  /** The source's id of this presence in the meeting. A drop and a rejoin have one, two devices have two. */
  attendeeSessionId: name.optional(),
  /** Whom the source says it is; identity is matched by `email`, then as a user id, then as an alias, else it is a guest. */
  userId: name.optional(),
  email: z.string().min(3).max(320).optional(),
  displayName: name.optional(),
};

export const meetingTypes = ['PersonalMeetingId', 'UniqueId', 'Moderated', 'Instant', 'ChatCall', 'PhoneCall', 'External'] as const;

const happened = {
  /** Unique within the source: the same id again is the same event, whatever else it says. Absent ids are the translator's to make up from the fields. */
  id: name,
  time: instant,
  ...person,
  /** Who did it, where that is somebody else than whom it happened to. */
  actor: z.strictObject(person).optional(),
};

const inMeeting = { ...happened, conferenceId: name };
/** Things that happen to somebody's presence in a meeting. */
const ofAttendee = { ...inMeeting, attendeeSessionId: name };

/** What is known of a meeting by the time of the event; the person of the event is its organiser. */
const aboutMeeting = z.strictObject({
  type: z.enum(meetingTypes).optional(),
  externalId: name.optional(),
  pin: z.string().max(32).optional(),
  region: name.optional(),
  /** When a scheduled meeting is to begin. */
  startTime: instant.optional(),
});

/** What is known of a presence by the time of the event. */
const aboutAttendee = z.strictObject({
  role: z.enum(['Organizer', 'Moderator', 'Attendee']).optional(),
  clientType: z.enum(['Desktop', 'Mobile', 'Web', 'Phone', 'Sip', 'H323']).optional(),
  audioType: z.enum(['Computer', 'DialIn', 'CallMe', 'None']).optional(),
  /** A recorder, transcriber or other machine: no attendee. */
  isRecorder: z.boolean().optional(),
  /** An answer to the invitation other than to decline. */
  response: z.enum(['RunningLate']).optional(),
});

const nothing = z.strictObject({});

const e164 = z.string().regex(/^\+?[0-9*#]{1,32}$/);
const country = z.string().regex(/^[A-Z]{2}$/);

const call = z.strictObject({
  callerPhoneNumber: e164.optional(),
  callerCountry: country.optional(),
  destinationPhoneNumber: e164.optional(),
  destinationCountry: country.optional(),
  direction: z.enum(['Inbound', 'Outbound']).optional(),
});

const event = <const Type extends string, Shape extends z.core.$ZodLooseShape, Data extends z.ZodType>(
  type: Type,
  shape: Shape,
  data: Data,
) => z.strictObject({ type: z.literal(type), ...shape, data });

/** Everything that sources report of meetings and messages. Times are epoch milliseconds. */
export const MeetingEvent = z.discriminatedUnion('type', [
  event('meeting.scheduled', inMeeting, aboutMeeting),
  event('meeting.started', inMeeting, aboutMeeting),
  /** A reason other than Ended is inferred, by the reaper: a reported end, earlier or later, takes its place. */
  event('meeting.ended', inMeeting, aboutMeeting.extend({ reason: z.enum(['Ended', 'NobodyConnected', 'NoEvents']).optional() })),
  event('meeting.locked', inMeeting, nothing),
  event('meeting.unlocked', inMeeting, nothing),
  event('attendee.invited', ofAttendee, aboutAttendee),
  event('attendee.waiting', ofAttendee, aboutAttendee),
  event('attendee.admitted', ofAttendee, aboutAttendee),
  event('attendee.denied', ofAttendee, aboutAttendee),
  event('attendee.joined', ofAttendee, aboutAttendee),
  event('attendee.left', ofAttendee, aboutAttendee),
  event('attendee.dropped', ofAttendee, aboutAttendee),
  event('attendee.removed', ofAttendee, aboutAttendee),
  event('attendee.declined', ofAttendee, aboutAttendee),
  event('attendee.muted', ofAttendee, nothing),
  event('attendee.unmuted', ofAttendee, nothing),
  event('video.started', ofAttendee, nothing),
  event('video.stopped', ofAttendee, nothing),
  event('screenshare.started', ofAttendee, nothing),
  event('screenshare.stopped', ofAttendee, nothing),
  event('recording.started', inMeeting, nothing),
  event('recording.stopped', inMeeting, nothing),
  event('dialin.started', ofAttendee, call),
  event('dialin.ended', ofAttendee, call),
  event(
    'quality.sample',
    ofAttendee,
    z.strictObject({
      packetLossPercent: z.number().min(0).max(100).optional(),
      jitterMs: z.number().min(0).max(60_000).optional(),
      roundTripMs: z.number().min(0).max(60_000).optional(),
    }),
  ),
  event('survey.answered', inMeeting, z.strictObject({ positive: z.boolean(), comment: text.max(commentMax).optional() })),
  /** A chat message needs no meeting. */
  event(
    'message.sent',
    { ...happened, conferenceId: name.optional() },
    z.strictObject({
      conversation: z.enum(['OneToOne', 'Group', 'Room', 'Meeting']).optional(),
      /** Messages that this event stands for. */
      count: z.int().min(1).max(messagesMax).optional(),
    }),
  ),
]);

export type MeetingEvent = z.output<typeof MeetingEvent>;

export type MeetingEventType = MeetingEvent['type'];

/** The source of what Carillon itself reports; the others are registered, with an id of their own. */
export const carillonSource = 'carillon';
