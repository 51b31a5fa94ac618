import { z } from 'zod';

/** A value and when it was said. Of several, one wins whatever the order they come in. */
const said = <Value extends z.ZodType>(value: Value) => z.tuple([value, z.number()]).optional();

const Organizer = z.object({ userId: z.string().optional(), name: z.string().optional(), isPro: z.boolean().optional() });

/** What the events of a meeting say about it, apart from who was there. */
export const MeetingFacts = z.object({
  source: said(z.string()),
  type: said(z.enum(['PersonalMeetingId', 'UniqueId', 'Moderated', 'Instant', 'ChatCall', 'PhoneCall', 'External'])),
  externalId: said(z.string()),
  pin: said(z.string()),
  region: said(z.string()),
  plannedStart: said(z.number()),
  /** Named by an event of the meeting itself. */
  organizer: said(Organizer),
  /** Joined as the organiser. */
  host: said(Organizer),
  isScheduled: z.boolean().optional(),
  isRecorded: z.boolean().optional(),
  isDialedIn: z.boolean().optional(),
  startedAt: z.number().optional(),
  firstJoinAt: z.number().optional(),
  lastJoinAt: z.number().optional(),
  lastExitAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** The earliest that was inferred; one that was reported is preferred. */
  inferredEnd: z.tuple([z.number(), z.enum(['NobodyConnected', 'NoEvents'])]).optional(),
});

export type MeetingFacts = z.output<typeof MeetingFacts>;

export const roles = ['Attendee', 'Moderator', 'Organizer'] as const;
export const clientTypes = ['Web', 'Desktop', 'Mobile', 'Phone', 'Sip', 'H323'] as const;
export const audioTypes = ['None', 'Computer', 'CallMe', 'DialIn'] as const;

/** What the events say about a presence in a meeting, apart from when it was connected. */
export const SessionFacts = z.object({
  user: said(z.string()),
  name: said(z.string()),
  role: z.enum(roles).optional(),
  client: z.enum(clientTypes).optional(),
  audio: z.enum(audioTypes).optional(),
  /** Before the first connection. */
  status: said(z.enum(['Invited', 'RunningLate', 'WaitingRoom', 'Declined', 'Left'])),
  call: said(z.record(z.string(), z.string())),
  isRecorder: z.boolean().optional(),
  usedVideo: z.boolean().optional(),
  sharedScreen: z.boolean().optional(),
  /** Sums in thousandths, and how many samples had a value: packet loss (per cent), jitter (ms), round trip (ms). */
  quality: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]).optional(),
});

export type SessionFacts = z.output<typeof SessionFacts>;

type Said<Value> = readonly [Value, number];

/** The value that was said last; of two at once, the one that sorts later. Undefined says nothing. */
export function latest<Value>(known: [Value, number] | undefined, value: Value | undefined, time: number): [Value, number] | undefined {
  if (value === undefined) return known;
  return known === undefined || isAfter([value, time], known) ? [value, time] : known;
}

/** The value that was said first; of two at once, the one that sorts earlier. */
export function earliest<Value>(known: [Value, number] | undefined, value: Value, time: number): [Value, number] {
  return known === undefined || isAfter(known, [value, time]) ? [value, time] : known;
}

function isAfter<Value>([value, time]: Said<Value>, [otherValue, otherTime]: Said<Value>): boolean {
  return time > otherTime || (time === otherTime && JSON.stringify(value) > JSON.stringify(otherValue));
}

/** The later of the options, which rise: a presence that was ever seen on a telephone stays one. */
export function highest<Option extends string>(
  options: readonly Option[],
  known: Option | undefined,
  given: Option | undefined,
): Option | undefined {
  if (known === undefined || given === undefined) return known ?? given;
  return options.indexOf(given) > options.indexOf(known) ? given : known;
}

export function minimum(known: number | undefined, time: number): number {
  return known === undefined ? time : Math.min(known, time);
}

export function maximum(known: number | undefined, time: number): number {
  return known === undefined ? time : Math.max(known, time);
}

/** When the meeting ended: the earliest end that was reported, else the earliest that was inferred. */
export function endOf({ endedAt, inferredEnd }: MeetingFacts): number | undefined {
  return endedAt ?? inferredEnd?.[0];
}

/** When it began: with the first word of it or the first join. Undefined = nobody said it did. */
export function startOf({ startedAt, firstJoinAt }: MeetingFacts): number | undefined {
  return startedAt === undefined ? firstJoinAt : minimum(firstJoinAt, startedAt);
}

/** The organiser: whom an event of the meeting named, else who joined as such. */
export function organizerOf({ organizer, host }: MeetingFacts): z.output<typeof Organizer> | undefined {
  return (organizer ?? host)?.[0];
}
