import { z } from 'zod';
import type { MeetingEvent } from '../event.ts';
import { IngestError, basicPassword, bearerToken, hashOf, isSame, toId, toName, toPerson, type SourceFormat } from './format.ts';

/** What may lie in what: a state change in a notification in a message of a queue. */
const envelopesMax = 4;
/** State changes in one delivery: far more than any batch of AWS's has. */
const changesMax = 1_000;

/**
 * A state change of a meeting, as much of it as is used.
 * Source: https://docs.aws.amazon.com/chime-sdk/latest/dg/using-events.html
 */
const Detail = z.looseObject({
  eventType: z.string().regex(/^chime:/),
  timestamp: z.number().optional(),
  meetingId: z.string().optional(),
  externalMeetingId: z.string().optional(),
  mediaRegion: z.string().optional(),
  attendeeId: z.string().optional(),
  externalUserId: z.string().optional(),
  externalAttendeeId: z.string().optional(),
});

const Change = z.looseObject({ id: z.string().optional(), time: z.string().optional(), detail: Detail });

/** What carries others: a notification of SNS; messages of SQS as Lambda, Pipes and ReceiveMessage hand them over. */
const Notification = z.looseObject({ Type: z.literal('Notification'), Message: z.string() });
const Records = z.looseObject({ Records: z.array(z.unknown()) });
const Messages = z.looseObject({ Messages: z.array(z.unknown()) });
const Message = z.union([
  z.looseObject({ body: z.string() }).transform(({ body }) => body),
  z.looseObject({ Body: z.string() }).transform(({ Body }) => Body),
]);
const Confirmation = z.looseObject({ Type: z.literal('SubscriptionConfirmation'), TopicArn: z.string(), Token: z.string() });

/**
 * Events of the Amazon Chime SDK, from EventBridge, SNS or SQS. AWS's own signatures exist for SNS alone and would have to
 * be checked with a certificate from the net; the secret comes in a header instead, which each of the three can send: as
 * `x-api-key`, as a bearer token, or as the password of a URL.
 */
export const chimeSdk: SourceFormat = {
  async verify({ header }, { secret }) {
    const authorization = header('authorization');
    const given = header('x-api-key') ?? bearerToken(authorization) ?? basicPassword(authorization);
    if (given === undefined || !isSame(given, secret)) {
      throw new IngestError(
        401,
        'The secret of the source is missing or wrong: send it as x-api-key, as a bearer token or as the password.',
      );
    }
  },
  translate(body, now) {
    const changes = unwrap(body, 0);
    if (changes.length > changesMax) throw new IngestError(400, `A delivery has at most ${changesMax} events. Send several.`);
    return changes.flatMap((change) => translate(change, now));
  },
};

/** How the subscription of an SNS topic is confirmed that asks for it; undefined for every other delivery. */
export function confirmationOf(body: unknown): string | undefined {
  const { success, data } = Confirmation.safeParse(body);
  return success ? `aws sns confirm-subscription --topic-arn ${data.TopicArn} --token ${data.Token}` : undefined;
}

type Change = z.output<typeof Change>;

function unwrap(value: unknown, depth: number): Change[] {
  if (depth > envelopesMax) throw new IngestError(400, 'The event is wrapped too many times.');
  const inside = (text: string): Change[] => unwrap(parse(text), depth + 1);
  if (Array.isArray(value)) return value.flatMap((item) => unwrap(item, depth + 1));
  const change = Change.safeParse(value);
  if (change.success) return [change.data];
  const bare = Detail.safeParse(value);
  if (bare.success) return [{ detail: bare.data }];
  const notification = Notification.safeParse(value);
  if (notification.success) return inside(notification.data.Message);
  const records = Records.safeParse(value);
  if (records.success) return unwrap(records.data.Records, depth + 1);
  const messages = Messages.safeParse(value);
  if (messages.success) return unwrap(messages.data.Messages, depth + 1);
  const message = Message.safeParse(value);
  if (message.success) return inside(message.data);
  if (isOtherEvent(value)) return [];
  throw new IngestError(400, 'The body is no event of the Amazon Chime SDK, nor a notification or message with one.');
}

/** An event of AWS's that is about something else: a rule that lets too much through does no harm. */
function isOtherEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('detail-type' in value || 'Type' in value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IngestError(400, 'A message holds text that is no JSON.');
  }
}

/** Earlier times are no milliseconds: the documentation's own example is one of seconds. */
const millisecondsMin = 100_000_000_000;

function timeOf({ time, detail: { timestamp } }: Change, now: number): number {
  if (timestamp !== undefined && timestamp > 0) return Math.round(timestamp < millisecondsMin ? timestamp * 1000 : timestamp);
  const told = Date.parse(time ?? '');
  return Number.isNaN(told) || told < 0 ? now : told;
}

/** Added to the id of an attendee that is the content somebody shares. Source: the guide's "Understanding content". */
const contentMark = '#content';

function translate(change: Change, now: number): MeetingEvent[] {
  const { detail } = change;
  const { eventType, meetingId, externalMeetingId, mediaRegion, attendeeId = '', externalUserId, externalAttendeeId } = detail;
  const conferenceId = toId(meetingId);
  if (conferenceId === undefined) return [];
  // The same state change has one id, or none, and then one set of fields.
  const happened = { id: toId(change.id) ?? hashOf(detail), time: timeOf(change, now), conferenceId };
  const [externalId, region] = [toName(externalMeetingId), toName(mediaRegion)];
  if (eventType === 'chime:MeetingStarted') {
    const data = { ...(externalId !== undefined && { externalId }), ...(region !== undefined && { region }) };
    return [{ type: 'meeting.started', ...happened, data }];
  }
  if (eventType === 'chime:MeetingEnded') return [{ type: 'meeting.ended', ...happened, data: { reason: 'Ended' } }];
  const isContent = attendeeId.endsWith(contentMark);
  const attendeeSessionId = toId(isContent ? attendeeId.slice(0, -contentMark.length) : attendeeId);
  if (attendeeSessionId === undefined) return [];
  const external = externalUserId ?? externalAttendeeId;
  const name = external?.endsWith(contentMark) ? external.slice(0, -contentMark.length) : external;
  // There is no other name: the application's own is shown.
  const who = { ...happened, attendeeSessionId, ...toPerson(name, name) };
  const type = isContent ? contentTypes.get(eventType) : attendeeTypes.get(eventType);
  return type === undefined ? [] : [{ type, ...who, data: {} }];
}

type Plain =
  | `attendee.${'joined' | 'left' | 'dropped' | 'removed'}`
  | `video.${'started' | 'stopped'}`
  | `screenshare.${'started' | 'stopped'}`;

const attendeeTypes = new Map<string, Plain>([
  ['chime:AttendeeJoined', 'attendee.joined'],
  ['chime:AttendeeLeft', 'attendee.left'],
  ['chime:AttendeeDropped', 'attendee.dropped'],
  ['chime:AttendeeDeleted', 'attendee.removed'],
  ['chime:AttendeeVideoStarted', 'video.started'],
  ['chime:AttendeeVideoStopped', 'video.stopped'],
  ['chime:AttendeeContentJoined', 'screenshare.started'],
  ['chime:AttendeeContentLeft', 'screenshare.stopped'],
  ['chime:AttendeeContentDropped', 'screenshare.stopped'],
]);

/** Content joins and leaves as an attendee of its own, in some events under the words for people. */
const contentTypes = new Map<string, Plain>([
  ['chime:AttendeeJoined', 'screenshare.started'],
  ['chime:AttendeeLeft', 'screenshare.stopped'],
  ['chime:AttendeeDropped', 'screenshare.stopped'],
  ['chime:AttendeeContentJoined', 'screenshare.started'],
  ['chime:AttendeeContentLeft', 'screenshare.stopped'],
  ['chime:AttendeeContentDropped', 'screenshare.stopped'],
]);
