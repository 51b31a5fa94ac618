import { sql as raw, type Kysely } from 'kysely';
import { statement, type Tx } from './database.ts';
import { daysPerBlock, type AccountDayRow, type UserDayRow } from './meeting-figures.ts';
import type { MeetingRow } from './meeting-projection.ts';
import type { Tables } from './schema.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** UTC days, counted since 1970, both included. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** What the reports of an account read; undefined = nothing was ever reported of it. */
export async function findProjection(tx: Tx, accountId: string): Promise<string | undefined> {
  return (await tx.first(selectProjection, { accountId }))?.projection_id;
}

const selectProjection = statement<{ accountId: string }, { projection_id: string }>('selectMeetingProjection', (sql, param) =>
  sql.selectFrom('meeting_ledgers').select('projection_id').where('account_id', '=', param('accountId')),
);

/** The days of the range on which something happened. */
export async function listAccountDays(tx: Tx, projectionId: string, range: DayRange): Promise<AccountDayRow[]> {
  return tx.all(selectAccountDays, { projectionId, ...range });
}

const selectAccountDays = statement<DayRange & { projectionId: string }, AccountDayRow>('selectMeetingAccountDays', (sql, param) =>
  sql
    .selectFrom('meeting_account_days')
    .selectAll()
    .where('projection_id', '=', param('projectionId'))
    .where('day', '>=', param('first'))
    .where('day', '<=', param('last'))
    .orderBy('day'),
);

/** How many users attended a meeting or sent a message on any day of the range. */
export async function countActiveUsers(tx: Tx, projectionId: string, { first, last }: DayRange): Promise<number> {
  const blocks = Array.from(
    { length: Math.floor(last / daysPerBlock) - Math.floor(first / daysPerBlock) + 1 },
    (_, index) => Math.floor(first / daysPerBlock) + index,
  );
  const active = tx.sql
    .selectFrom('meeting_user_activity')
    .select('user_id')
    .distinct()
    .where('projection_id', '=', projectionId)
    .where(({ eb, and, or }) =>
      or(
        blocks.map((block) => {
          const from = Math.max(first, block * daysPerBlock) % daysPerBlock;
          const to = Math.min(last, block * daysPerBlock + daysPerBlock - 1) % daysPerBlock;
          const mask = raw.lit(2 ** (to + 1) - 2 ** from);
          return and([eb('block', '=', block), eb(eb.parens('days', '&', mask), '<>', 0)]);
        }),
      ),
    );
  // Counted outside, because PostgreSQL sorts for a distinct count and hashes for this.
  const [row] = await tx.query(tx.sql.selectFrom(active.as('active')).select(({ fn }) => fn.countAll<number>().as('count')));
  return row?.count ?? 0;
}

/** How many of the account's present users had signed up, by the UTC day of their registration, until the end of the last day. */
export async function listRegistrations(tx: Tx, accountId: string, last: number): Promise<{ day: number; count: number }[]> {
  return tx.all(selectRegistrations, { accountId, before: (last + 1) * dayMs });
}

const selectRegistrations = statement<{ accountId: string; before: number }, { day: number; count: number }>(
  'selectUserRegistrations',
  (sql, param) =>
    sql
      .selectFrom('users')
      .select(({ eb, fn }) => [eb('registered_on', '/', raw.lit(dayMs)).as('day'), fn.countAll<number>().as('count')])
      .where('account_id', '=', param('accountId'))
      .where('registered_on', '<', param('before'))
      .where('registration_status', '!=', 'Released')
      .groupBy(({ eb }) => eb('registered_on', '/', raw.lit(dayMs)))
      .$narrowType<{ day: number }>(),
);

/** The user's days of the range on which something happened. */
export async function listUserDays(tx: Tx, projectionId: string, userId: string, range: DayRange): Promise<UserDayRow[]> {
  return tx.all(selectUserDays, { projectionId, userId, ...range });
}

const selectUserDays = statement<DayRange & { projectionId: string; userId: string }, UserDayRow>('selectMeetingUserDays', (sql, param) =>
  sql
    .selectFrom('meeting_user_days')
    .selectAll()
    .where('projection_id', '=', param('projectionId'))
    .where('user_id', '=', param('userId'))
    .where('day', '>=', param('first'))
    .where('day', '<=', param('last'))
    .orderBy('day'),
);

/** How many meetings the user was connected to on any day of the range; one that goes on after midnight is one. */
export async function countAttendedMeetings(tx: Tx, projectionId: string, userId: string, range: DayRange): Promise<number> {
  return (await tx.first(selectAttendedCount, { projectionId, userId, ...range }))?.count ?? 0;
}

const selectAttendedCount = statement<DayRange & { projectionId: string; userId: string }, { count: number }>(
  'countAttendedMeetings',
  (sql, param) =>
    sql
      .selectFrom('meeting_attendances')
      .select(({ fn }) => fn.count<number>('conference_id').distinct().as('count'))
      .where('projection_id', '=', param('projectionId'))
      .where('user_id', '=', param('userId'))
      .where('day', '>=', param('first'))
      .where('day', '<=', param('last')),
);

/** When the user was last connected or sent a message; a connection that is open lasts until `now`. Undefined = never. */
export async function findLastActivity(tx: Tx, projectionId: string, userId: string, now: number): Promise<number | undefined> {
  const message = await tx.first(selectLastMessage, { projectionId, userId });
  const attendance = await tx.first(selectLastAttendance, { projectionId, userId });
  const day = attendance?.day ?? undefined;
  const span = day === undefined ? undefined : await tx.first(selectLastSpan, { projectionId, userId, day, now });
  const times = [message?.time ?? 0, span?.time ?? 0];
  return Math.max(...times) === 0 ? undefined : Math.max(...times);
}

type OfUser = { projectionId: string; userId: string };

const selectLastMessage = statement<OfUser, { time: number | null }>('selectLastMessageOfUser', (sql, param) =>
  sql
    .selectFrom('meeting_user_days')
    .select(({ fn }) => fn.max('last_message_at').as('time'))
    .where('projection_id', '=', param('projectionId'))
    .where('user_id', '=', param('userId')),
);

const selectLastAttendance = statement<OfUser, { day: number | null }>('selectLastAttendanceOfUser', (sql, param) =>
  sql
    .selectFrom('meeting_attendances')
    .select(({ fn }) => fn.max('day').as('day'))
    .where('projection_id', '=', param('projectionId'))
    .where('user_id', '=', param('userId')),
);

/** A connection that was opened on the day before may be the one that is still open. */
const selectLastSpan = statement<OfUser & { day: number; now: number }, { time: number | null }>('selectLastSpanOfUser', (sql, param) =>
  sql
    .selectFrom('meeting_attendances as attendance')
    .innerJoin('attendee_sessions as session', (join) =>
      join
        .onRef('session.projection_id', '=', 'attendance.projection_id')
        .onRef('session.conference_id', '=', 'attendance.conference_id')
        .onRef('session.user_id', '=', 'attendance.user_id'),
    )
    .innerJoin('connection_spans as span', (join) =>
      join
        .onRef('span.projection_id', '=', 'session.projection_id')
        .onRef('span.conference_id', '=', 'session.conference_id')
        .onRef('span.attendee_session_id', '=', 'session.id'),
    )
    .select(({ fn }) => fn.max(fn.coalesce('span.ended_at', param('now'))).as('time'))
    .where('attendance.projection_id', '=', param('projectionId'))
    .where('attendance.user_id', '=', param('userId'))
    .where(({ eb }) => eb('attendance.day', '>=', eb(param('day'), '-', raw.lit(1)))),
);

/** What narrows the list of meetings. */
export interface MeetingFilter {
  readonly organizerUserId?: string | undefined;
  readonly type?: MeetingRow['type'] | undefined;
}

/** A meeting of the list, with its organiser's present profile. */
export interface ListedMeeting extends MeetingRow {
  readonly organizer_name: string | null;
  readonly organizer_email: string | null;
}

/** Where a page of meetings starts: after this one. */
export interface MeetingKey {
  readonly endedAt: number;
  readonly conferenceId: string;
}

/** Meetings that ended from `from` on and before `before`, the latest end first. */
export async function listEndedMeetings(
  tx: Tx,
  projectionId: string,
  { from, before }: { from: number; before: MeetingKey },
  filter: MeetingFilter,
  limit: number,
): Promise<ListedMeeting[]> {
  let query = meetings(tx.sql, projectionId)
    .where('meetings.ended_at', '>=', from)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('meetings.ended_at', 'meetings.conference_id'), '<', tuple(before.endedAt, before.conferenceId)),
    )
    .orderBy('meetings.ended_at', 'desc')
    .orderBy('meetings.conference_id', 'desc')
    .limit(limit);
  if (filter.organizerUserId !== undefined) query = query.where('meetings.organizer_user_id', '=', filter.organizerUserId);
  if (filter.type !== undefined) query = query.where('meetings.type', '=', filter.type);
  return tx.query(query);
}

/** One meeting, held or over. */
export async function findMeeting(tx: Tx, projectionId: string, conferenceId: string): Promise<ListedMeeting | undefined> {
  const [meeting] = await tx.query(meetings(tx.sql, projectionId).where('meetings.conference_id', '=', conferenceId));
  return meeting;
}

function meetings(sql: Kysely<Tables>, projectionId: string) {
  return sql
    .selectFrom('meetings')
    .leftJoin('users', 'users.id', 'meetings.organizer_user_id')
    .selectAll('meetings')
    .select(['users.display_name as organizer_name', 'users.primary_email as organizer_email'])
    .where('meetings.projection_id', '=', projectionId);
}

/** Answers to the survey of one meeting, in the order in which they were given. */
export async function listFeedback(tx: Tx, projectionId: string, conferenceId: string): Promise<Tables['meeting_feedback'][]> {
  return tx.all(selectFeedback, { projectionId, conferenceId });
}

const selectFeedback = statement<{ projectionId: string; conferenceId: string }, Tables['meeting_feedback']>(
  'selectMeetingFeedback',
  (sql, param) =>
    sql
      .selectFrom('meeting_feedback')
      .selectAll()
      .where('projection_id', '=', param('projectionId'))
      .where('conference_id', '=', param('conferenceId'))
      .orderBy('time')
      .orderBy('event_key'),
);
