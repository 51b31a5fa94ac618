import type { z } from 'zod';
import type { UserActivity } from '../shapes/report.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { Tx } from '../store/database.ts';
import { countAttendedMeetings, findLastActivity, findProjection, listUserDays, type DayRange } from '../store/meeting-reports.ts';
import { findLastSignIn } from '../store/meeting-users.ts';
import { daysOfRange, satisfaction, toDate, total } from './report-range.ts';

interface Question {
  readonly accountId: string;
  readonly userId: string;
  readonly range: DayRange;
  readonly now: number;
}

/** What a user did: in all, and on each UTC day of the range. */
export async function getActivity(
  tx: Tx,
  { accountId, userId, range, now }: Question,
): Promise<Omit<z.input<typeof UserActivity>, 'UserId' | 'StartDate' | 'EndDate' | 'AsOf'>> {
  const projectionId = await findProjection(tx, accountId);
  const rows = projectionId === undefined ? [] : await listUserDays(tx, projectionId, userId, range);
  const attended = projectionId === undefined ? 0 : await countAttendedMeetings(tx, projectionId, userId, range);
  const signedInAt = (await findLastSignIn(tx, userId)) ?? 0;
  const lastActive = Math.max(signedInAt, (projectionId && (await findLastActivity(tx, projectionId, userId, now))) || 0);
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const answers = { answers: total(rows, (row) => row.answers), positive_answers: total(rows, (row) => row.positive_answers) };
  return {
    MeetingsAttended: attended,
    MeetingsOrganized: total(rows, (row) => row.meetings_organized),
    MeetingSatisfaction: satisfaction(answers),
    ChatMessagesSent: total(rows, (row) => row.messages_sent),
    ...(lastActive > 0 && { LastActive: toTimestamp(lastActive) }),
    Days: daysOfRange(range).map((day) => {
      const row = byDay.get(day);
      return {
        Date: toDate(day),
        MeetingsAttended: row?.meetings_attended ?? 0,
        MeetingsOrganized: row?.meetings_organized ?? 0,
        MeetingSatisfaction: row ? satisfaction(row) : null,
        ChatMessagesSent: row?.messages_sent ?? 0,
        ActivePro: (row?.pro_meetings ?? 0) > 0,
      };
    }),
  };
}
