import { hash } from 'node:crypto';
import { z } from 'zod';
import { dropCallDetailRecords, putCallDetailRecords } from '../store/call-detail-records.ts';
import type { Tx } from '../store/database.ts';
import { addAttendances, addFigures, dropAttendances } from '../store/meeting-figures.ts';
import {
  addFeedback,
  dropSpans,
  listProjectedMeetings,
  listSessionsOfMeeting,
  listSessionsOfPeople,
  putMeetings,
  putMeetingsInPlace,
  putSessions,
  putSessionsInPlace,
  putSpans,
  type MeetingRow,
  type SessionKey,
} from '../store/meeting-projection.ts';
import type { LoggedEvent } from '../store/meeting-events.ts';
import { carillonSource } from './event.ts';
import {
  isComplete,
  isUnknown,
  readConference,
  unknownConference,
  writeSession,
  type Conference,
  type Session,
} from './projection/conference.ts';
import { endOf, organizerOf, startOf } from './projection/facts.ts';
import { addEvents, createFigures } from './projection/figures.ts';
import { foldEvents } from './projection/fold.ts';
import { planConference, type ConferencePlan } from './projection/plan.ts';

/** Where events are projected to. */
export interface Target {
  readonly accountId: string;
  readonly projectionId: string;
  /** When the events came in, epoch milliseconds. */
  readonly now: number;
  /** false = a second projection comes into being, and calls have their records from the first. */
  readonly recordsCalls: boolean;
  /** Conferences of which nothing is stored yet: they are not looked for. */
  isNew?(conferenceId: string): boolean;
}

/**
 * Brings a projection up to date with events that it has not seen: each in any order, none of them twice. The caller holds
 * the account's log.
 */
export async function applyEvents(tx: Tx, target: Target, events: readonly LoggedEvent[]): Promise<void> {
  const byConference = Map.groupBy(events, ({ conference_id }) => conference_id);
  // What is said outside of meetings belongs to none.
  byConference.delete('');
  const stored = await loadConferences(tx, target, byConference);
  const figures = createFigures();
  addEvents(figures, events, 1);
  const plans = [...byConference].map(([id, group]) => {
    const before = stored.get(id) ?? unknownConference(id);
    return planConference(before, foldEvents(before, group), figures);
  });
  await storePlans(tx, target, plans);
  await addFeedback(
    tx,
    events.flatMap((event) => (event.type === 'survey.answered' ? [toFeedback(target, event)] : [])),
  );
  await addFigures(tx, target.projectionId, [...figures.userDays.values()], [...figures.accountDays.values()]);
}

/** The meetings as they are stored, with all sessions of everybody the events are about. */
async function loadConferences(
  tx: Tx,
  { projectionId, isNew = () => false }: Target,
  byConference: ReadonlyMap<string, readonly LoggedEvent[]>,
): Promise<ReadonlyMap<string, Conference>> {
  const meetings = await listProjectedMeetings(
    tx,
    projectionId,
    [...byConference.keys()].filter((id) => !isNew(id)),
  );
  const loaded = await Promise.all(
    meetings.map(async (meeting) => {
      const id = meeting.conference_id;
      const events = byConference.get(id) ?? [];
      // An end closes every connection there is.
      const endsIt = events.some(({ type }) => type === 'meeting.ended');
      const sessions = endsIt
        ? await listSessionsOfMeeting(tx, projectionId, id)
        : await listSessionsOfPeople(tx, projectionId, peopleOf(id, events));
      return [id, readConference(meeting, sessions)] as const;
    }),
  );
  return new Map(loaded);
}

function peopleOf(conferenceId: string, events: readonly LoggedEvent[]): SessionKey[] {
  const keys = new Map<string, SessionKey>();
  for (const { attendee_session_id: id, user_id } of events) {
    const userId = user_id ?? '';
    if (id !== null) keys.set(JSON.stringify([id, userId]), { conferenceId, id, userId });
  }
  return [...keys.values()];
}

async function storePlans(tx: Tx, target: Target, plans: readonly ConferencePlan[]): Promise<void> {
  const { projectionId: projection_id } = target;
  const ofEach = <Row extends object, Value>(rows: (plan: ConferencePlan) => readonly Value[], toRow: (value: Value) => Row) =>
    plans.flatMap((plan) => rows(plan).map((value) => ({ projection_id, conference_id: plan.conference.id, ...toRow(value) })));
  await dropSpans(
    tx,
    ofEach(
      ({ spans }) => spans.filter(({ span }) => span === undefined),
      ({ sessionId, start }) => ({ attendee_session_id: sessionId, started_at: start }),
    ),
  );
  await putSpans(
    tx,
    ofEach(
      ({ spans }) => spans.flatMap((change) => (change.span ? [{ ...change, ...change.span }] : [])),
      ({ sessionId, start, end, exit }) => ({
        attendee_session_id: sessionId,
        started_at: start,
        ended_at: end ?? null,
        exit: exit ?? null,
      }),
    ),
  );
  await putSessions(
    tx,
    ofEach((plan) => plan.sessions.filter((session) => !staysInPlace(plan, session)), writeSession),
  );
  await putSessionsInPlace(
    tx,
    ofEach((plan) => plan.sessions.filter((session) => staysInPlace(plan, session)), writeSession),
  );
  await dropAttendances(
    tx,
    ofEach(
      ({ notAttended }) => notAttended,
      (attendance) => attendance,
    ),
  );
  await addAttendances(
    tx,
    ofEach(
      ({ attended }) => attended,
      (attendance) => attendance,
    ),
  );
  await storeMeetings(tx, projection_id, plans);
  for (const plan of plans) if (target.recordsCalls && plan.calls.length > 0) await storeCalls(tx, target, plan);
}

/** Whether a session that changed is stored, and its user is who it was. */
function staysInPlace({ before }: ConferencePlan, { id, facts }: Session): boolean {
  const known = before.sessions.get(id);
  return known !== undefined && known.facts.user?.[0] === facts.user?.[0];
}

/** Most events move their meeting in no list: those change few pages. */
async function storeMeetings(tx: Tx, projectionId: string, plans: readonly ConferencePlan[]): Promise<void> {
  const moved: MeetingRow[] = [];
  const inPlace: MeetingRow[] = [];
  for (const { before, conference } of plans) {
    const [was, is] = [placeInLists(before), placeInLists(conference)];
    const stays =
      !isUnknown(before) && was.type === is.type && was.organizer_user_id === is.organizer_user_id && was.ended_at === is.ended_at;
    (stays ? inPlace : moved).push(toMeetingRow(projectionId, conference));
  }
  await putMeetings(tx, moved);
  await putMeetingsInPlace(tx, inPlace);
}

/** What the lists of meetings are in the order of, or have a filter for. */
function placeInLists({ facts }: Conference): Pick<MeetingRow, 'type' | 'organizer_user_id' | 'ended_at'> {
  return {
    type: facts.type?.[0] ?? (facts.source?.[0] === carillonSource ? 'Instant' : 'External'),
    organizer_user_id: organizerOf(facts)?.userId ?? null,
    ended_at: endOf(facts) ?? null,
  };
}

function toMeetingRow(projectionId: string, conference: Conference): MeetingRow {
  const { id, facts, counts, lastEventAt, lastReceivedAt } = conference;
  return {
    projection_id: projectionId,
    conference_id: id,
    ...placeInLists(conference),
    started_at: startOf(facts) ?? null,
    attendees: counts.attendees,
    connected: counts.connected,
    sip_sessions: counts.sipSessions,
    data_complete: isComplete(conference) ? 1 : 0,
    last_event_at: lastEventAt,
    last_received_at: lastReceivedAt,
    facts: JSON.stringify(facts),
  };
}

const Answer = z.object({ positive: z.boolean(), comment: z.string().optional() });

function toFeedback({ projectionId }: Target, event: LoggedEvent) {
  const { conference_id, event_key, attendee_session_id, user_id, time, data } = event;
  const { positive, comment } = Answer.parse(JSON.parse(data));
  return {
    projection_id: projectionId,
    conference_id,
    event_key,
    attendee_session_id,
    user_id,
    positive: positive ? 1 : 0,
    comment: comment ?? null,
    time,
  };
}

/** How long after its meeting's end was reported a call may still be corrected before its record is delivered. */
const settlingMs = 5 * 60_000;

async function storeCalls(tx: Tx, { accountId, now }: Target, { conference, calls }: ConferencePlan): Promise<void> {
  const keyed = calls.map(({ sessionId, start, span }) => ({
    account_id: accountId,
    conference_id: conference.id,
    attendee_session_id: sessionId,
    started_at: start,
    span,
  }));
  await dropCallDetailRecords(
    tx,
    keyed.filter(({ span }) => span === undefined),
  );
  await putCallDetailRecords(
    tx,
    keyed.flatMap(({ span, ...key }) =>
      span?.end === undefined
        ? []
        : [
            {
              ...key,
              ended_at: span.end,
              id: recordId(key),
              call: JSON.stringify(conference.sessions.get(key.attendee_session_id)?.facts.call?.[0] ?? {}),
              due_at: now + settlingMs,
            },
          ],
    ),
  );
}

/** The same call has the same record, whoever projects it and whenever: a UUID of the name-based kind (RFC 9562, version 8). */
function recordId(key: object): string {
  const hex = hash('sha256', JSON.stringify(key), 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
