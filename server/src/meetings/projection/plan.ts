import type { Conference, Counts, Session } from './conference.ts';
import { endOf } from './facts.ts';
import { addMeeting, type Figures } from './figures.ts';
import { callsOf, daysOf, spansOf, type Mark, type Span } from './marks.ts';

/** A user who was, or was not after all, connected to the meeting on a UTC day. */
export interface Attendance {
  readonly user_id: string;
  readonly day: number;
}

/** A connection or call that came to be as it is, or that there is none of any more. */
export interface SpanChange {
  readonly sessionId: string;
  readonly start: number;
  readonly span: Span | undefined;
}

/** What has to be written so that the stored meeting becomes what its events say. */
export interface ConferencePlan {
  readonly before: Conference;
  readonly conference: Conference;
  readonly sessions: readonly Session[];
  readonly spans: readonly SpanChange[];
  /** Calls of a meeting that has ended. */
  readonly calls: readonly SpanChange[];
  readonly attended: readonly Attendance[];
  readonly notAttended: readonly Attendance[];
}

/**
 * Plans what changes from `before` to `after`, which look at the same sessions and new ones, and adds to the figures.
 * If the end changed, they look at all sessions.
 */
export function planConference(before: Conference, after: Conference, figures: Figures): ConferencePlan {
  const people = groupPeople(before, after);
  const counts = { ...before.counts };
  const attended: Attendance[] = [];
  const notAttended: Attendance[] = [];
  for (const [person, { was, is }] of people) {
    const [then, now] = [presenceOf(was, endOf(before.facts)), presenceOf(is, endOf(after.facts))];
    add(counts, now.counts, 1);
    add(counts, then.counts, -1);
    if (person.startsWith(guest)) continue;
    for (const day of now.days) if (!then.days.has(day)) attended.push({ user_id: person, day });
    for (const day of then.days) if (!now.days.has(day)) notAttended.push({ user_id: person, day });
  }
  for (const { user_id, day } of attended) figures.ofUser(user_id, day).meetings_attended += 1;
  for (const { user_id, day } of notAttended) figures.ofUser(user_id, day).meetings_attended -= 1;
  const conference = { ...after, counts };
  addMeeting(figures, before, -1);
  addMeeting(figures, conference, 1);
  return {
    before,
    conference,
    sessions: [...after.sessions.values()].filter((session) => before.sessions.get(session.id) !== session),
    spans: diffSpans(before, after, spansOf),
    calls: diffSpans(before, after, closedCalls),
    attended,
    notAttended,
  };
}

/** What stands before the id of a guest's session, where users have their id: no id of a user begins so. */
const guest = ' ';

interface Person {
  readonly was: Session[];
  readonly is: Session[];
}

function groupPeople(before: Conference, after: Conference): ReadonlyMap<string, Person> {
  const people = new Map<string, Person>();
  const personOf = ({ id, facts }: Session): Person => {
    const key = facts.user?.[0] ?? guest + id;
    const person = people.get(key) ?? { was: [], is: [] };
    people.set(key, person);
    return person;
  };
  for (const session of before.sessions.values()) personOf(session).was.push(session);
  for (const session of after.sessions.values()) personOf(session).is.push(session);
  return people;
}

interface Presence {
  readonly counts: Counts;
  readonly days: ReadonlySet<number>;
}

/** What a person's sessions come to; recorders attend nothing, and keep no meeting going. */
function presenceOf(sessions: readonly Session[], ended: number | undefined): Presence {
  const days = new Set<number>();
  let [connected, sipSessions] = [0, 0];
  for (const { facts, marks } of sessions) {
    const spans = facts.isRecorder === true ? [] : spansOf(marks, ended);
    if (spans.length > 0 && (facts.client === 'Sip' || facts.client === 'H323')) sipSessions += 1;
    if (spans.at(-1) && spans.at(-1)?.end === undefined) connected += 1;
    for (const span of spans) for (const day of daysOf(span)) days.add(day);
  }
  return { counts: { attendees: days.size > 0 ? 1 : 0, connected, sipSessions }, days };
}

function add(counts: { -readonly [Name in keyof Counts]: number }, more: Counts, sign: 1 | -1): void {
  counts.attendees += sign * more.attendees;
  counts.connected += sign * more.connected;
  counts.sipSessions += sign * more.sipSessions;
}

type SpansOf = (marks: readonly Mark[], ended: number | undefined) => readonly Span[];

function diffSpans(before: Conference, after: Conference, read: SpansOf): readonly SpanChange[] {
  const [endedBefore, ended] = [endOf(before.facts), endOf(after.facts)];
  const changes: SpanChange[] = [];
  for (const [sessionId, session] of after.sessions) {
    const known = before.sessions.get(sessionId);
    if (known?.marks === session.marks && known.facts.call === session.facts.call && endedBefore === ended) continue;
    const was = new Map((known ? read(known.marks, endedBefore) : []).map((span) => [span.start, span]));
    for (const span of read(session.marks, ended)) {
      const same = was.get(span.start);
      was.delete(span.start);
      const isSame = same && same.end === span.end && same.exit === span.exit && known?.facts.call === session.facts.call;
      if (!isSame) changes.push({ sessionId, start: span.start, span });
    }
    for (const start of was.keys()) changes.push({ sessionId, start, span: undefined });
  }
  return changes;
}

/** A record is made of a call once the meeting has ended. */
const closedCalls: SpansOf = (marks, ended) => (ended === undefined ? [] : callsOf(marks, ended));
