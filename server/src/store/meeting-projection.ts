import type { ExpressionBuilder, OnConflictDatabase, OnConflictTables } from 'kysely';
import { bulk, lookup, runLookup, writeBulk } from './bulk.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

export type MeetingRow = Tables['meetings'];
export type AttendeeSessionRow = Tables['attendee_sessions'];
export type ConnectionSpanRow = Tables['connection_spans'];
type FeedbackRow = Tables['meeting_feedback'];

/** The projection's meetings of these ids. */
export async function listProjectedMeetings(tx: Tx, projectionId: string, conferenceIds: readonly string[]): Promise<MeetingRow[]> {
  return runLookup(tx, selectMeetings, projectionId, conferenceIds);
}

const selectMeetings = lookup<MeetingRow>('selectProjectedMeetings', (sql, projectionId, keys) =>
  sql.selectFrom('meetings').selectAll().where('projection_id', '=', projectionId).where('conference_id', 'in', keys),
);

/** Every session of a meeting. */
export async function listSessionsOfMeeting(tx: Tx, projectionId: string, conferenceId: string): Promise<AttendeeSessionRow[]> {
  return tx.all(selectSessions, { projectionId, conferenceId });
}

const selectSessions = statement<{ projectionId: string; conferenceId: string }, AttendeeSessionRow>(
  'selectSessionsOfMeeting',
  (sql, param) =>
    sql
      .selectFrom('attendee_sessions')
      .selectAll()
      .where('projection_id', '=', param('projectionId'))
      .where('conference_id', '=', param('conferenceId'))
      .orderBy('id'),
);

/** Whom an event is about. */
export interface SessionKey {
  readonly conferenceId: string;
  readonly id: string;
  /** '' = a guest. */
  readonly userId: string;
}

/** For each of the keys: the session, all of the user's other sessions in the meeting, and those of whoever the session was taken for until now. */
export async function listSessionsOfPeople(tx: Tx, projectionId: string, keys: readonly SessionKey[]): Promise<AttendeeSessionRow[]> {
  return (await Promise.all(keys.map(async (key) => tx.all(selectSessionsOfPerson, { projectionId, ...key })))).flat();
}

const selectSessionsOfPerson = statement<SessionKey & { projectionId: string }, AttendeeSessionRow>(
  'selectSessionsOfPerson',
  (sql, param) => {
    const ofMeeting = () =>
      sql
        .selectFrom('attendee_sessions')
        .where('projection_id', '=', param('projectionId'))
        .where('conference_id', '=', param('conferenceId'));
    return ofMeeting()
      .selectAll()
      .where(({ eb, or }) =>
        or([
          eb('id', '=', param('id')),
          eb('user_id', '=', param('userId')),
          eb('user_id', '=', ofMeeting().select('user_id').where('id', '=', param('id'))),
        ]),
      );
  },
);

/** Writes meetings as they are now. */
export async function putMeetings(tx: Tx, rows: readonly MeetingRow[]): Promise<void> {
  await writeBulk(tx, upsertMeetings, rows);
}

/** Writes stored meetings as they are now, of which type, organiser and end are what they were: lists have them in the same place. */
export async function putMeetingsInPlace(tx: Tx, rows: readonly MeetingRow[]): Promise<void> {
  await writeBulk(tx, upsertMeetingsInPlace, rows);
}

const meetingColumns = [
  'projection_id',
  'conference_id',
  'type',
  'organizer_user_id',
  'started_at',
  'ended_at',
  'attendees',
  'connected',
  'sip_sessions',
  'data_complete',
  'last_event_at',
  'last_received_at',
  'facts',
] as const;

const upsertMeetings = bulk<MeetingRow>('upsertMeetings', meetingColumns, (sql, rows) =>
  sql
    .insertInto('meetings')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['projection_id', 'conference_id']).doUpdateSet((eb) => ({
        ...inPlace(eb),
        type: eb.ref('excluded.type'),
        organizer_user_id: eb.ref('excluded.organizer_user_id'),
        ended_at: eb.ref('excluded.ended_at'),
      })),
    ),
);

const upsertMeetingsInPlace = bulk<MeetingRow>('upsertMeetingsInPlace', meetingColumns, (sql, rows) =>
  sql
    .insertInto('meetings')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['projection_id', 'conference_id']).doUpdateSet(inPlace)),
);

/** The columns of no index: SQLite renews the entries of every index that has a column which is set, to the value it had or not. */
function inPlace({ ref }: ExpressionBuilder<OnConflictDatabase<Tables, 'meetings'>, OnConflictTables<'meetings'>>) {
  return {
    started_at: ref('excluded.started_at'),
    attendees: ref('excluded.attendees'),
    connected: ref('excluded.connected'),
    sip_sessions: ref('excluded.sip_sessions'),
    data_complete: ref('excluded.data_complete'),
    last_event_at: ref('excluded.last_event_at'),
    last_received_at: ref('excluded.last_received_at'),
    facts: ref('excluded.facts'),
  };
}

/** Writes sessions as they are now. */
export async function putSessions(tx: Tx, rows: readonly AttendeeSessionRow[]): Promise<void> {
  await writeBulk(tx, upsertSessions, rows);
}

/** Writes stored sessions as they are now, whose user is who it was. */
export async function putSessionsInPlace(tx: Tx, rows: readonly AttendeeSessionRow[]): Promise<void> {
  await writeBulk(tx, upsertSessionsInPlace, rows);
}

const sessionColumns = ['projection_id', 'conference_id', 'id', 'user_id', 'facts', 'marks'] as const;

const upsertSessions = bulk<AttendeeSessionRow>('upsertAttendeeSessions', sessionColumns, (sql, rows) =>
  sql
    .insertInto('attendee_sessions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['projection_id', 'conference_id', 'id'])
        .doUpdateSet(({ ref }) => ({ user_id: ref('excluded.user_id'), facts: ref('excluded.facts'), marks: ref('excluded.marks') })),
    ),
);

const upsertSessionsInPlace = bulk<AttendeeSessionRow>('upsertAttendeeSessionsInPlace', sessionColumns, (sql, rows) =>
  sql
    .insertInto('attendee_sessions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['projection_id', 'conference_id', 'id'])
        .doUpdateSet(({ ref }) => ({ facts: ref('excluded.facts'), marks: ref('excluded.marks') })),
    ),
);

/** Writes connections as they are now. */
export async function putSpans(tx: Tx, rows: readonly ConnectionSpanRow[]): Promise<void> {
  await writeBulk(tx, upsertSpans, rows);
}

const upsertSpans = bulk<ConnectionSpanRow>(
  'upsertConnectionSpans',
  ['projection_id', 'conference_id', 'attendee_session_id', 'started_at', 'ended_at', 'exit'],
  (sql, rows) =>
    sql
      .insertInto('connection_spans')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['projection_id', 'conference_id', 'attendee_session_id', 'started_at'])
          .doUpdateSet(({ ref }) => ({ ended_at: ref('excluded.ended_at'), exit: ref('excluded.exit') })),
      ),
);

type SpanKey = Pick<ConnectionSpanRow, 'projection_id' | 'conference_id' | 'attendee_session_id' | 'started_at'>;

/** Drops connections that there were not after all. */
export async function dropSpans(tx: Tx, keys: readonly SpanKey[]): Promise<void> {
  await tx.runEach(deleteSpan, keys);
}

const deleteSpan = statement<SpanKey>('deleteConnectionSpan', (sql, param) =>
  sql
    .deleteFrom('connection_spans')
    .where('projection_id', '=', param('projection_id'))
    .where('conference_id', '=', param('conference_id'))
    .where('attendee_session_id', '=', param('attendee_session_id'))
    .where('started_at', '=', param('started_at')),
);

/** Keeps answers to the survey. */
export async function addFeedback(tx: Tx, rows: readonly FeedbackRow[]): Promise<void> {
  await writeBulk(tx, insertFeedback, rows);
}

const insertFeedback = bulk<FeedbackRow>(
  'insertMeetingFeedback',
  ['projection_id', 'conference_id', 'event_key', 'attendee_session_id', 'user_id', 'positive', 'comment', 'time'],
  (sql, rows) =>
    sql
      .insertInto('meeting_feedback')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing()),
);

/** Deletes a meeting with all that belongs to it; its figures are the caller's. */
export async function deleteProjectedMeeting(tx: Tx, projectionId: string, conferenceId: string): Promise<void> {
  for (const table of ['meeting_feedback', 'connection_spans', 'attendee_sessions', 'meetings'] as const) {
    await tx.query(tx.sql.deleteFrom(table).where('projection_id', '=', projectionId).where('conference_id', '=', conferenceId));
  }
}
