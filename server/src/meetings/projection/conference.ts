import { MeetingFacts, SessionFacts, endOf } from './facts.ts';
import { readMarks, writeMarks, type Mark } from './marks.ts';

/** One presence in a meeting. */
export interface Session {
  readonly id: string;
  readonly facts: SessionFacts;
  readonly marks: readonly Mark[];
}

/** What is known of a meeting: all of its events together, in whatever order they came. */
export interface Conference {
  readonly id: string;
  readonly facts: MeetingFacts;
  readonly lastEventAt: number;
  readonly lastReceivedAt: number;
  /** The sessions that are looked at: all of them, or at least all sessions of each person among them. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Over all sessions, looked at or not. */
  readonly counts: Counts;
}

/** What adds up over the people of a meeting. */
export interface Counts {
  /** Distinct people who were connected: users of the account, and each session of guests. */
  readonly attendees: number;
  /** Sessions with an open connection. */
  readonly connected: number;
  /** Sessions over H.323 or SIP that were connected. */
  readonly sipSessions: number;
}

const nobody: Counts = { attendees: 0, connected: 0, sipSessions: 0 };

/** A meeting of which nothing is known. */
export function unknownConference(id: string): Conference {
  return { id, facts: {}, lastEventAt: 0, lastReceivedAt: 0, sessions: new Map(), counts: nobody };
}

/** Whether no event of the meeting is known: it is stored nowhere. */
export function isUnknown({ facts }: Conference): boolean {
  // Every event has a source.
  return facts.source === undefined;
}

/** The meeting's columns that the projection reads back. */
interface StoredMeeting {
  readonly conference_id: string;
  readonly facts: string;
  readonly last_event_at: number;
  readonly last_received_at: number;
  readonly attendees: number;
  readonly connected: number;
  readonly sip_sessions: number;
}

interface StoredSession {
  readonly id: string;
  readonly facts: string;
  readonly marks: string;
}

/** A meeting from its row and those of sessions. */
export function readConference(meeting: StoredMeeting, sessions: readonly StoredSession[]): Conference {
  return {
    id: meeting.conference_id,
    facts: MeetingFacts.parse(JSON.parse(meeting.facts)),
    lastEventAt: meeting.last_event_at,
    lastReceivedAt: meeting.last_received_at,
    counts: { attendees: meeting.attendees, connected: meeting.connected, sipSessions: meeting.sip_sessions },
    sessions: new Map(sessions.map((session) => [session.id, readSession(session)])),
  };
}

export function readSession({ id, facts, marks }: StoredSession): Session {
  return { id, facts: SessionFacts.parse(JSON.parse(facts)), marks: readMarks(marks) };
}

/** The columns of a session's row. */
export function writeSession({ id, facts, marks }: Session) {
  return { id, user_id: facts.user?.[0] ?? null, facts: JSON.stringify(facts), marks: writeMarks(marks) };
}

/** Whether the end was reported, and nobody joined after it. */
export function isComplete({ facts }: Conference): boolean {
  const ended = endOf(facts);
  return ended === undefined || (facts.endedAt !== undefined && (facts.lastJoinAt === undefined || facts.lastJoinAt < ended));
}
