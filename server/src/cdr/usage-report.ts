import { toCsv, type CsvCell } from '../shapes/csv.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import { countAttended, listReportedUsers, sumUserDays, type ReportedUser } from '../store/cdr-usage.ts';
import type { Tx } from '../store/database.ts';
import { findProjection } from '../store/meeting-reports.ts';
import { reportFolder } from './keys.ts';
import { daysOfWeek } from './week.ts';

/** Users read at once. */
const pageSize = 1_000;

const columns = [
  'Account name',
  'Week start',
  'Display name',
  'Email',
  'Registration status',
  'Account creation date',
  'Meetings attended',
  'Meetings hosted',
  'Messages sent',
];

/** Which report. */
export interface WeekOfAccount {
  readonly accountId: string;
  readonly accountName: string;
  /** Start of the week, epoch milliseconds. */
  readonly week: number;
}

/**
 * What the users of an account did in a week, one line for each; undefined = there are none. The columns are known by their position.
 * Source: "User activity reports", Amazon Chime Administration Guide. Assumed: a first line with names, and the day on which the user
 * registered, or was invited, as the creation date.
 */
export async function writeUsageReport(tx: Tx, { accountId, accountName, week }: WeekOfAccount): Promise<Buffer | undefined> {
  const projectionId = await findProjection(tx, accountId);
  const rows: CsvCell[][] = [];
  for (let after = ''; ;) {
    const users = await listReportedUsers(tx, accountId, after, pageSize);
    const [first, last] = [users[0]?.id, users.at(-1)?.id];
    if (first === undefined || last === undefined) break;
    const of = { projectionId: projectionId ?? '', from: first, to: last, ...daysOfWeek(week) };
    const sums = new Map((await sumUserDays(tx, of)).map((row) => [row.user_id, row]));
    const attended = new Map((await countAttended(tx, of)).map((row) => [row.user_id, row.meetings]));
    for (const user of users) {
      const sum = sums.get(user.id);
      const figures = [attended.get(user.id) ?? 0, sum?.meetings_organized ?? 0, sum?.messages_sent ?? 0];
      rows.push([accountName, toDate(week), ...describeUser(user), ...figures]);
    }
    after = last;
  }
  return rows.length === 0 ? undefined : Buffer.from(toCsv({ columns, rows }));
}

/** Where the report of a week lies. Source: as above. */
export function usageReportKey(awsAccountId: string, { accountId, accountName, week }: WeekOfAccount): string {
  const date = toDate(week);
  const name = accountName
    .replace(/[^\p{L}\p{N} ._-]/gu, '_')
    .slice(0, nameLengthMax)
    .toWellFormed();
  return `${reportFolder}/${awsAccountId}/${date.replaceAll('-', '/')}/${name}_${accountId}_${date.replaceAll('-', '')}.csv`;
}

/** Names of accounts may be long, and keys may not. */
const nameLengthMax = 100;

function describeUser({ display_name, primary_email, registration_status, registered_on, created_at }: ReportedUser): CsvCell[] {
  return [display_name, primary_email, registration_status, toDate(registered_on ?? created_at)];
}

function toDate(time: number): string {
  return toTimestamp(time).slice(0, 10);
}
