import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MeetingEvent } from '../event.ts';
import {
  IngestError,
  bearerToken,
  hashOf,
  isSame,
  toId,
  toName,
  toPerson,
  type Credentials,
  type Delivery,
  type SourceFormat,
} from './format.ts';

/** By how much the clocks may differ, seconds. */
const clockToleranceSeconds = 60;

/** Protobuf's JSON writes 64-bit integers as text. */
const int64 = z.union([z.string().regex(/^-?[0-9]{1,19}$/), z.number()]).transform(Number);

const Participant = z.looseObject({
  identity: z.string().default(''),
  name: z.string().default(''),
  kind: z.union([z.string(), z.number()]).default('STANDARD'),
  joinedAt: int64.default(0),
  joinedAtMs: int64.default(0),
  attributes: z.record(z.string(), z.string()).default({}),
  disconnectReason: z.string().default(''),
});

/**
 * The webhook of LiveKit, as much of it as is used.
 * Source: https://github.com/livekit/protocol/blob/main/protobufs/livekit_webhook.proto
 */
const Webhook = z.looseObject({
  event: z.string(),
  id: z.string().optional(),
  createdAt: int64.default(0),
  room: z.looseObject({ sid: z.string().default(''), name: z.string().default(''), metadata: z.string().default('') }).optional(),
  participant: Participant.optional(),
  track: z.looseObject({ source: z.union([z.string(), z.number()]).default('') }).optional(),
  egressInfo: z.looseObject({ egressId: z.string().default(''), roomId: z.string().default('') }).optional(),
});

type Webhook = z.output<typeof Webhook>;
type Participant = z.output<typeof Participant>;

/** LiveKit: a token in the Authorization header that names the SHA-256 of the body, signed with one of LiveKit's API keys. */
export const livekit: SourceFormat = {
  async verify({ header, body, now }: Delivery, { key, secret }: Credentials) {
    const authorization = header('authorization') ?? '';
    const token = bearerToken(authorization) ?? authorization;
    const claims = await readToken(token, { key, secret }, now);
    const digest = createHash('sha256').update(body).digest('base64');
    if (typeof claims['sha256'] !== 'string' || !isSame(claims['sha256'], digest)) {
      throw new IngestError(401, 'The token is of another body.');
    }
  },
  translate(body, now) {
    const parsed = Webhook.safeParse(body);
    if (!parsed.success) throw new IngestError(400, 'The body is no webhook of LiveKit.');
    return translate(parsed.data, now);
  },
};

async function readToken(token: string, { key, secret }: Credentials, now: number): Promise<Readonly<Record<string, unknown>>> {
  const { jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'iss'],
      ...(key !== undefined && { issuer: key }),
      currentDate: new Date(now),
      clockTolerance: clockToleranceSeconds,
    });
    return payload;
  } catch {
    throw new IngestError(401, 'The token is missing, expired, or not signed with the API key that the source is registered with.');
  }
}

function translate(webhook: Webhook, now: number): MeetingEvent[] {
  const { event, egressInfo } = webhook;
  const conferenceId = toId(webhook.room?.sid) ?? toId(egressInfo?.roomId);
  if (conferenceId === undefined) return [];
  const happened = { id: toId(webhook.id) ?? hashOf(webhook), time: webhook.createdAt > 0 ? webhook.createdAt * 1000 : now, conferenceId };
  const externalId = toName(webhook.room?.name);
  switch (event) {
    case 'room_started':
      return [
        {
          type: 'meeting.started',
          ...happened,
          ...organizerOf(webhook.room?.metadata ?? ''),
          data: { ...(externalId !== undefined && { externalId }) },
        },
      ];
    case 'room_finished':
      // Told to the second: whatever else happened in that second came before it.
      return [{ type: 'meeting.ended', ...happened, time: happened.time + 999, data: { reason: 'Ended' } }];
    case 'egress_started':
      return [{ type: 'recording.started', ...happened, data: {} }];
    case 'egress_ended':
      return [{ type: 'recording.stopped', ...happened, data: {} }];
    default:
      return webhook.participant ? ofParticipant(webhook, webhook.participant, happened) : [];
  }
}

/** A room has no host of its own; whoever creates it may name one: `{"organizer": "ana@acme.example"}`. */
function organizerOf(metadata: string): ReturnType<typeof toPerson> {
  try {
    const parsed: unknown = JSON.parse(metadata);
    return typeof parsed === 'object' && parsed !== null && 'organizer' in parsed ? toPerson(parsed.organizer) : {};
  } catch {
    // Whatever else the application keeps there.
    return {};
  }
}

interface Happened {
  readonly id: string;
  readonly time: number;
  readonly conferenceId: string;
}

/** Machines that LiveKit itself sends into rooms: recorders and agents. By name, or by number where the JSON has numbers. */
const machines = new Set<string | number>(['EGRESS', 'AGENT', 2, 4]);
const sipKinds = new Set<string | number>(['SIP', 3]);

function ofParticipant({ event, track }: Webhook, participant: Participant, { time, ...happened }: Happened): MeetingEvent[] {
  const { identity, name, kind, attributes } = participant;
  // One identity is in a room once: whoever comes back after a drop is the same presence.
  const attendeeSessionId = toId(identity);
  if (machines.has(kind) || attendeeSessionId === undefined) return [];
  const joinedAt = participant.joinedAtMs > 0 ? participant.joinedAtMs : participant.joinedAt * 1000;
  const who = { ...happened, attendeeSessionId, ...toPerson(identity, name, attributes['email']) };
  // What is told to the second must not come before the joining, which is told to the millisecond.
  const later = { ...who, time: Math.max(time, joinedAt + 1) };
  switch (event) {
    case 'participant_joined':
      return joining({ ...who, time: joinedAt > 0 ? joinedAt : time }, participant);
    case 'participant_left':
      return leaving(later, participant);
    case 'participant_connection_aborted':
      return leaving(later, { ...participant, disconnectReason: 'SIGNAL_CLOSE' });
    case 'track_published':
    case 'track_unpublished':
      return tracking(later, track?.source ?? '', event === 'track_published');
    default:
      return [];
  }
}

type Who = Happened & { readonly attendeeSessionId: string };

function joining(who: Who, { kind, attributes }: Participant): MeetingEvent[] {
  if (!sipKinds.has(kind)) return [{ type: 'attendee.joined', ...who, data: { audioType: 'Computer' } }];
  return [
    { type: 'attendee.joined', ...who, data: { clientType: 'Phone', audioType: 'DialIn' } },
    { type: 'dialin.started', ...who, id: hashOf([who.id, 'dialin']), data: callOf(attributes) },
  ];
}

const e164 = /^\+?[0-9*#]{1,32}$/;

/** Source: https://docs.livekit.io/reference/telephony/sip-participant/ */
function callOf(attributes: Readonly<Record<string, string>>): { callerPhoneNumber?: string; destinationPhoneNumber?: string } {
  const [caller = '', destination = ''] = [attributes['sip.phoneNumber'], attributes['sip.trunkPhoneNumber']];
  return {
    ...(e164.test(caller) && { callerPhoneNumber: caller }),
    ...(e164.test(destination) && { destinationPhoneNumber: destination }),
  };
}

/** Source: `DisconnectReason` of https://github.com/livekit/protocol/blob/main/protobufs/livekit_models.proto */
function leaving(who: Who, { kind, disconnectReason }: Participant): MeetingEvent[] {
  const hungUp: MeetingEvent[] = sipKinds.has(kind) ? [{ type: 'dialin.ended', ...who, id: hashOf([who.id, 'dialin']), data: {} }] : [];
  switch (disconnectReason) {
    case '':
    case 'UNKNOWN_REASON':
    case 'CLIENT_INITIATED':
      return [...hungUp, { type: 'attendee.left', ...who, data: {} }];
    case 'PARTICIPANT_REMOVED':
      return [...hungUp, { type: 'attendee.removed', ...who, data: {} }];
    case 'ROOM_DELETED':
    case 'ROOM_CLOSED': {
      const { id, time, conferenceId } = who;
      return [...hungUp, { type: 'meeting.ended', id, time, conferenceId, data: { reason: 'Ended' } }];
    }
    case 'USER_REJECTED':
    case 'USER_UNAVAILABLE':
      return [...hungUp, { type: 'attendee.declined', ...who, data: {} }];
    default:
      return [...hungUp, { type: 'attendee.dropped', ...who, data: {} }];
  }
}

function tracking(who: Who, source: string | number, isOn: boolean): MeetingEvent[] {
  if (source === 'SCREEN_SHARE' || source === 3) return [{ type: isOn ? 'screenshare.started' : 'screenshare.stopped', ...who, data: {} }];
  if (source === 'CAMERA' || source === 1) return [{ type: isOn ? 'video.started' : 'video.stopped', ...who, data: {} }];
  return [];
}
