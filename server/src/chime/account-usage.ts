import type { z } from 'zod';
import type { AccountUsage, AccountUsageDay } from '../shapes/report.ts';
import type { Tx } from '../store/database.ts';
import { countActiveUsers, findProjection, listAccountDays, listRegistrations, type DayRange } from '../store/meeting-reports.ts';
import { daysOfRange, satisfaction, toDate, total } from './report-range.ts';

interface Usage {
  readonly Totals: z.input<typeof AccountUsage>;
  readonly Days: z.input<typeof AccountUsageDay>[];
}

/** How an account was used: in all, and on each UTC day of the range. */
export async function listUsage(tx: Tx, accountId: string, range: DayRange): Promise<Usage> {
  const projectionId = await findProjection(tx, accountId);
  const rows = projectionId === undefined ? [] : await listAccountDays(tx, projectionId, range);
  const activeUsers = projectionId === undefined ? 0 : await countActiveUsers(tx, projectionId, range);
  const registrations = new Map((await listRegistrations(tx, accountId, range.last)).map(({ day, count }) => [day, count]));
  const byDay = new Map(rows.map((row) => [row.day, row]));
  let registered = total([...registrations], ([day, count]) => (day < range.first ? count : 0));
  const Days = daysOfRange(range).map((day) => {
    registered += registrations.get(day) ?? 0;
    const row = byDay.get(day);
    return {
      Date: toDate(day),
      RegisteredUsers: registered,
      ActiveUsers: row?.active_users ?? 0,
      MeetingsHeld: row?.meetings_held ?? 0,
      MeetingSatisfaction: row ? satisfaction(row) : null,
      ChatMessagesSent: row?.messages_sent ?? 0,
      ActiveProDays: row?.active_pro_users ?? 0,
    };
  });
  const answers = total(rows, (row) => row.answers);
  return {
    Totals: {
      RegisteredUsers: registered,
      ActiveUsers: activeUsers,
      MeetingsHeld: total(rows, (row) => row.meetings_held),
      MeetingSatisfaction: satisfaction({ answers, positive_answers: total(rows, (row) => row.positive_answers) }),
      ChatMessagesSent: total(rows, (row) => row.messages_sent),
      ActiveProDays: total(rows, (row) => row.active_pro_users),
    },
    Days,
  };
}
