import { z } from 'zod';
import type { LoggedEvent } from '../../store/meeting-events.ts';
import type { MeetingEventType } from '../event.ts';
import type { Conference, Session } from './conference.ts';
import {
  audioTypes,
  clientTypes,
  earliest,
  highest,
  latest,
  maximum,
  minimum,
  roles,
  type MeetingFacts,
  type SessionFacts,
} from './facts.ts';
import { addMark, type Mark } from './marks.ts';

/** What the projection reads of `person` and `data`; the log holds what was valid when it came in. */
const Said = z.object({
  displayName: z.string().optional(),
  type: z.enum(['PersonalMeetingId', 'UniqueId', 'Moderated', 'Instant', 'ChatCall', 'PhoneCall', 'External']).optional(),
  externalId: z.string().optional(),
  pin: z.string().optional(),
  region: z.string().optional(),
  startTime: z.number().optional(),
  reason: z.enum(['Ended', 'NobodyConnected', 'NoEvents']).optional(),
  role: z.enum(roles).optional(),
  clientType: z.enum(clientTypes).optional(),
  audioType: z.enum(audioTypes).optional(),
  isRecorder: z.boolean().optional(),
  response: z.enum(['RunningLate']).optional(),
  packetLossPercent: z.number().optional(),
  jitterMs: z.number().optional(),
  roundTripMs: z.number().optional(),
});

type Said = z.output<typeof Said>;

const silence: Said = {};

/**
 * A meeting after these events. Each fact of the result depends on the set of events only: minimum, maximum, union, the
 * first or last that was said. So neither the order they come in nor how often changes it. The caller sees to it that no
 * event is folded twice (samples of the quality are summed), and brings `counts` up to date.
 */
export function foldEvents(conference: Conference, events: readonly LoggedEvent[]): Conference {
  const facts = { ...conference.facts };
  const changed = new Map<string, Draft>();
  let { lastEventAt, lastReceivedAt } = conference;
  for (const event of events) {
    const said = readSaid(event);
    foldMeeting(facts, event, said);
    lastEventAt = Math.max(lastEventAt, event.time);
    lastReceivedAt = Math.max(lastReceivedAt, event.received_at);
    const id = event.attendee_session_id;
    if (id === null) continue;
    const session = changed.get(id) ?? toDraft(id, conference.sessions.get(id));
    changed.set(id, session);
    foldSession(session, event, said);
  }
  return { ...conference, facts, lastEventAt, lastReceivedAt, sessions: new Map<string, Session>([...conference.sessions, ...changed]) };
}

/** A session while events join it. A copy for each of them would take longer than all else that is done with it. */
interface Draft {
  readonly id: string;
  readonly facts: SessionFacts;
  marks: readonly Mark[];
}

function toDraft(id: string, known: Session | undefined): Draft {
  return { id, facts: { ...known?.facts }, marks: known?.marks ?? [] };
}

/** Most events say nothing beyond who it was: those are not taken apart. */
function readSaid({ person, data }: LoggedEvent): Said {
  const isNamed = person.includes('"displayName"');
  if (!isNamed && data === '{}') return silence;
  return Said.parse({ ...(isNamed && parse(person)), ...parse(data) });
}

function parse(text: string): object {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? value : {};
}

function foldMeeting(facts: MeetingFacts, event: LoggedEvent, said: Said): void {
  const { time } = event;
  facts.source = earliest(facts.source, event.source_id, time);
  if (said.role === 'Organizer') facts.host = latest(facts.host, personOf(event, said), time);
  // The log's types are those of `MeetingEvent`; what an older Carillon logged beyond them says nothing here.
  switch (event.type) {
    case 'meeting.scheduled':
    case 'meeting.started':
    case 'meeting.ended':
      facts.organizer = latest(facts.organizer, personOf(event, said), time);
      foldMilestone(facts, event, said);
      break;
    case 'attendee.joined':
      facts.firstJoinAt = minimum(facts.firstJoinAt, time);
      facts.lastJoinAt = maximum(facts.lastJoinAt, time);
      break;
    case 'attendee.left':
    case 'attendee.dropped':
    case 'attendee.removed':
      facts.lastExitAt = maximum(facts.lastExitAt, time);
      break;
    case 'recording.started':
      facts.isRecorded = true;
      break;
    case 'dialin.started':
      facts.isDialedIn = true;
      break;
  }
}

/** Whom an event names, undefined = nobody. */
function personOf({ user_id, is_pro }: LoggedEvent, { displayName }: Said): NonNullable<MeetingFacts['organizer']>[0] | undefined {
  if (user_id === null && displayName === undefined) return undefined;
  return {
    ...(user_id !== null && { userId: user_id }),
    ...(displayName !== undefined && { name: displayName }),
    ...(is_pro === 1 && { isPro: true }),
  };
}

function foldMilestone(facts: MeetingFacts, { type, time }: LoggedEvent, said: Said): void {
  facts.type = latest(facts.type, said.type, time);
  facts.externalId = latest(facts.externalId, said.externalId, time);
  facts.pin = latest(facts.pin, said.pin, time);
  facts.region = latest(facts.region, said.region, time);
  facts.plannedStart = latest(facts.plannedStart, said.startTime, time);
  if (type === 'meeting.scheduled') facts.isScheduled = true;
  if (type === 'meeting.started') facts.startedAt = minimum(facts.startedAt, time);
  if (type !== 'meeting.ended') return;
  const { reason = 'Ended' } = said;
  if (reason === 'Ended') {
    facts.endedAt = minimum(facts.endedAt, time);
  } else {
    const inferred = earliest(facts.inferredEnd && [facts.inferredEnd[1], facts.inferredEnd[0]], reason, time);
    facts.inferredEnd = [inferred[1], inferred[0]];
  }
}

/** Events that are marks in a session. */
const marks = {
  'attendee.joined': 'joined',
  'attendee.left': 'left',
  'attendee.dropped': 'dropped',
  'attendee.removed': 'removed',
  'dialin.started': 'callStarted',
  'dialin.ended': 'callEnded',
} as const satisfies Partial<Record<MeetingEventType, Mark['kind']>>;

/** What a session is before its first connection. */
const statuses = {
  'attendee.invited': 'Invited',
  'attendee.waiting': 'WaitingRoom',
  'attendee.admitted': 'Invited',
  'attendee.denied': 'Left',
  'attendee.declined': 'Declined',
} as const satisfies Partial<Record<MeetingEventType, string>>;

function foldSession(session: Draft, event: LoggedEvent, said: Said): void {
  const { type, time } = event;
  const { facts } = session;
  facts.user = latest(facts.user, event.user_id ?? undefined, time);
  facts.name = latest(facts.name, said.displayName, time);
  facts.role = highest(roles, facts.role, said.role);
  facts.client = highest(clientTypes, facts.client, said.clientType);
  facts.audio = highest(audioTypes, facts.audio, said.audioType);
  if (said.isRecorder === true) facts.isRecorder = true;
  if (isIn(statuses, type)) facts.status = latest(facts.status, said.response ?? statuses[type], time);
  if (type === 'video.started') facts.usedVideo = true;
  if (type === 'screenshare.started') facts.sharedScreen = true;
  if (type === 'quality.sample') facts.quality = addSample(facts.quality, said);
  if (type === 'dialin.started' || type === 'dialin.ended') foldCall(facts, event);
  if (isIn(marks, type)) session.marks = addMark(session.marks, { time, kind: marks[type] });
}

function isIn<Key extends string>(record: Readonly<Record<Key, unknown>>, key: string): key is Key {
  return Object.hasOwn(record, key);
}

/** Who called whom; the telephone is the audio of the session from then on. */
function foldCall(facts: SessionFacts, { type, time, data }: LoggedEvent): void {
  const call = Object.fromEntries(Object.entries(parse(data)).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
  facts.call = latest(facts.call, Object.keys(call).length === 0 ? undefined : call, time);
  if (type === 'dialin.started') facts.audio = highest(audioTypes, facts.audio, call['direction'] === 'Outbound' ? 'CallMe' : 'DialIn');
}

/** Sums of whole thousandths: they are the same in whatever order they are made. */
function addSample(known: SessionFacts['quality'], { packetLossPercent, jitterMs, roundTripMs }: Said): SessionFacts['quality'] {
  const [loss, losses, jitter, jitters, trip, trips] = known ?? [0, 0, 0, 0, 0, 0];
  return [
    loss + thousandths(packetLossPercent),
    losses + one(packetLossPercent),
    jitter + thousandths(jitterMs),
    jitters + one(jitterMs),
    trip + thousandths(roundTripMs),
    trips + one(roundTripMs),
  ];
}

function thousandths(value = 0): number {
  return Math.round(value * 1000);
}

function one(value: number | undefined): number {
  return value === undefined ? 0 : 1;
}
