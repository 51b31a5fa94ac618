import { statement, type Tx } from './database.ts';

/** A meeting that somebody was in and may say something about. */
export interface RateableMeeting {
  readonly conference_id: string;
  readonly started_at: number | null;
  readonly ended_at: number;
}

interface Attended {
  readonly accountId: string;
  readonly userId: string;
  /** UTC day. */
  readonly sinceDay: number;
  readonly limit: number;
}

/** Meetings that the user attended since then, that have ended, and that the user has not answered about; the latest first. */
export async function listUnansweredMeetings(tx: Tx, attended: Attended): Promise<RateableMeeting[]> {
  return tx.all(selectUnansweredMeetings, attended);
}

const selectUnansweredMeetings = statement<Attended, RateableMeeting>('selectUnansweredMeetings', (sql, param) =>
  sql
    .selectFrom('meeting_ledgers as ledger')
    .innerJoin('meeting_attendances as attendance', 'attendance.projection_id', 'ledger.projection_id')
    .innerJoin('meetings', (join) =>
      join
        .onRef('meetings.projection_id', '=', 'attendance.projection_id')
        .onRef('meetings.conference_id', '=', 'attendance.conference_id'),
    )
    .select(['meetings.conference_id', 'meetings.started_at', 'meetings.ended_at'])
    .distinct()
    .$narrowType<{ ended_at: number }>()
    .where('ledger.account_id', '=', param('accountId'))
    .where('attendance.user_id', '=', param('userId'))
    .where('attendance.day', '>=', param('sinceDay'))
    .where('meetings.ended_at', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('meeting_feedback as feedback')
            .select('feedback.event_key')
            .whereRef('feedback.projection_id', '=', 'meetings.projection_id')
            .whereRef('feedback.conference_id', '=', 'meetings.conference_id')
            .whereRef('feedback.user_id', '=', 'attendance.user_id'),
        ),
      ),
    )
    .orderBy('meetings.ended_at', 'desc')
    .orderBy('meetings.conference_id')
    .limit(param('limit')),
);

interface Session {
  readonly accountId: string;
  readonly conferenceId: string;
  readonly id: string;
}

/** Whose presence in a meeting it was; undefined = there was none of this id. */
export async function findAttendee(tx: Tx, session: Session): Promise<{ user_id: string | null } | undefined> {
  return tx.first(selectAttendee, session);
}

const selectAttendee = statement<Session, { user_id: string | null }>('selectAttendee', (sql, param) =>
  sql
    .selectFrom('meeting_ledgers as ledger')
    .innerJoin('attendee_sessions as session', 'session.projection_id', 'ledger.projection_id')
    .select('session.user_id')
    .where('ledger.account_id', '=', param('accountId'))
    .where('session.conference_id', '=', param('conferenceId'))
    .where('session.id', '=', param('id')),
);

interface Presence {
  readonly accountId: string;
  readonly conferenceId: string;
  readonly userId: string;
}

/** The first of the sessions that the user had in a meeting. */
export async function findSessionOfUser(tx: Tx, presence: Presence): Promise<string | undefined> {
  return (await tx.first(selectSessionOfUser, presence))?.id;
}

const selectSessionOfUser = statement<Presence, { id: string }>('selectMeetingSessionOfUser', (sql, param) =>
  sql
    .selectFrom('meeting_ledgers as ledger')
    .innerJoin('attendee_sessions as session', 'session.projection_id', 'ledger.projection_id')
    .select('session.id')
    .where('ledger.account_id', '=', param('accountId'))
    .where('session.conference_id', '=', param('conferenceId'))
    .where('session.user_id', '=', param('userId'))
    .orderBy('session.id')
    .limit(1),
);
