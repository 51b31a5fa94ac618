import { statement, type Tx } from './database.ts';
import type { DayRange } from './meeting-reports.ts';
import type { Tables } from './schema.ts';

/** An account whose report of a week is to be written. */
export interface DueWeek {
  readonly account_id: string;
  readonly account_name: string;
  readonly next_week: number;
  readonly bucket_name: string | null;
  readonly object_key: string | null;
}

/** Begins the weekly reports of the tenant's accounts that have none yet. @param weekOf start of the week of an instant */
export async function beginWeeks(tx: Tx, chosenAt: number, weekOf: (time: number) => number): Promise<void> {
  const accounts = await tx.all(selectUnbegun, { awsAccountId: tx.awsAccountId });
  await tx.runEach(
    insertWeek,
    accounts.map(({ id, created_at }) => ({ accountId: id, week: weekOf(Math.max(chosenAt, created_at)) })),
  );
}

const selectUnbegun = statement<{ awsAccountId: string }, { id: string; created_at: number }>(
  'selectAccountsWithoutUsageWeek',
  (sql, param) =>
    sql
      .selectFrom('accounts')
      .select(['id', 'created_at'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('deleted_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('cdr_usage_weeks').select('account_id').whereRef('cdr_usage_weeks.account_id', '=', 'accounts.id'))),
      )
      .orderBy('id'),
);

const insertWeek = statement<{ accountId: string; week: number }>('insertCdrUsageWeek', (sql, param) =>
  sql
    .insertInto('cdr_usage_weeks')
    .values({ account_id: param('accountId'), next_week: param('week'), bucket_name: null, object_key: null })
    .onConflict((conflict) => conflict.doNothing()),
);

/** The tenant's accounts with a report of a week that began before `startedBefore`, the oldest first. */
export async function listDueWeeks(tx: Tx, startedBefore: number, limit: number): Promise<DueWeek[]> {
  return tx.all(selectDueWeeks, { awsAccountId: tx.awsAccountId, startedBefore, limit });
}

const selectDueWeeks = statement<{ awsAccountId: string; startedBefore: number; limit: number }, DueWeek>(
  'selectDueCdrUsageWeeks',
  (sql, param) =>
    sql
      .selectFrom('cdr_usage_weeks as week')
      .innerJoin('accounts', 'accounts.id', 'week.account_id')
      .select(['week.account_id', 'accounts.name as account_name', 'week.next_week', 'week.bucket_name', 'week.object_key'])
      .where('accounts.aws_account_id', '=', param('awsAccountId'))
      .where('accounts.deleted_at', 'is', null)
      .where('week.next_week', '<=', param('startedBefore'))
      .orderBy('week.next_week')
      .orderBy('week.account_id')
      .limit(param('limit')),
);

/** Says where the report of the account's next week goes; null = nowhere yet. */
export async function assignWeek(tx: Tx, accountId: string, place: { bucketName: string; key: string } | null): Promise<void> {
  await tx.run(updatePlace, { accountId, bucketName: place?.bucketName ?? null, key: place?.key ?? null });
}

const updatePlace = statement<{ accountId: string; bucketName: string | null; key: string | null }>('assignCdrUsageWeek', (sql, param) =>
  sql
    .updateTable('cdr_usage_weeks')
    .set({ bucket_name: param('bucketName'), object_key: param('key') })
    .where('account_id', '=', param('accountId')),
);

/** The report is delivered, or there is nothing to report: `next` is the next week. */
export async function finishWeek(tx: Tx, accountId: string, week: number, next: number): Promise<void> {
  await tx.run(updateWeek, { accountId, week, next });
}

const updateWeek = statement<{ accountId: string; week: number; next: number }>('finishCdrUsageWeek', (sql, param) =>
  sql
    .updateTable('cdr_usage_weeks')
    .set({ next_week: param('next'), bucket_name: null, object_key: null })
    .where('account_id', '=', param('accountId'))
    .where('next_week', '=', param('week')),
);

/** A user of an account, as the weekly report tells of them. */
export type ReportedUser = Pick<
  Tables['users'],
  'id' | 'display_name' | 'primary_email' | 'registration_status' | 'registered_on' | 'created_at'
>;

/** Users of an account by id, after the user `after`. */
export async function listReportedUsers(tx: Tx, accountId: string, after: string, limit: number): Promise<ReportedUser[]> {
  return tx.all(selectReportedUsers, { accountId, after, limit });
}

const selectReportedUsers = statement<{ accountId: string; after: string; limit: number }, ReportedUser>(
  'selectReportedUsers',
  (sql, param) =>
    sql
      .selectFrom('users')
      .select(['id', 'display_name', 'primary_email', 'registration_status', 'registered_on', 'created_at'])
      .where('account_id', '=', param('accountId'))
      .where('registration_status', '<>', 'Released')
      .where('id', '>', param('after'))
      .orderBy('id')
      .limit(param('limit')),
);

interface OfUsers extends DayRange {
  readonly projectionId: string;
  /** Ids of the first and the last user. */
  readonly from: string;
  readonly to: string;
}

/** What users did on the days, in all; who did nothing is absent. */
export async function sumUserDays(tx: Tx, of: OfUsers): Promise<{ user_id: string; meetings_organized: number; messages_sent: number }[]> {
  return tx.all(selectSums, of);
}

const selectSums = statement<OfUsers, { user_id: string; meetings_organized: number; messages_sent: number }>(
  'sumMeetingUserDays',
  (sql, param) =>
    sql
      .selectFrom('meeting_user_days')
      .select(({ fn, cast }) => [
        'user_id',
        cast<number>(fn.sum('meetings_organized'), 'bigint').as('meetings_organized'),
        cast<number>(fn.sum('messages_sent'), 'bigint').as('messages_sent'),
      ])
      .where('projection_id', '=', param('projectionId'))
      .where('user_id', '>=', param('from'))
      .where('user_id', '<=', param('to'))
      .where('day', '>=', param('first'))
      .where('day', '<=', param('last'))
      .groupBy('user_id'),
);

/** In how many meetings users were on the days; one that lasts two days is one. */
export async function countAttended(tx: Tx, of: OfUsers): Promise<{ user_id: string; meetings: number }[]> {
  return tx.all(selectAttended, of);
}

const selectAttended = statement<OfUsers, { user_id: string; meetings: number }>('countMeetingAttendancesOfUsers', (sql, param) =>
  sql
    .selectFrom('meeting_attendances')
    .select(({ fn }) => ['user_id', fn.count<number>('conference_id').distinct().as('meetings')])
    .where('projection_id', '=', param('projectionId'))
    .where('user_id', '>=', param('from'))
    .where('user_id', '<=', param('to'))
    .where('day', '>=', param('first'))
    .where('day', '<=', param('last'))
    .groupBy('user_id'),
);
