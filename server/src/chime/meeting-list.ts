import { z } from 'zod';
import type { MeetingSummary } from '../shapes/report.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { findProjection, listEndedMeetings, type DayRange, type MeetingFilter, type MeetingKey } from '../store/meeting-reports.ts';
import { toPage } from '../store/paging.ts';
import { findUserByEmail } from '../store/users.ts';
import { toMeetingSummary } from './meeting-output.ts';
import { startOfDay } from './report-range.ts';

interface Question {
  readonly range: DayRange;
  /** An address or the id of a user. */
  readonly organizer: string | undefined;
  readonly type: MeetingFilter['type'];
  /** Key of the last meeting of the page before, '' for the first page. */
  readonly after: string;
  readonly size: number;
  readonly now: number;
}

interface MeetingPage {
  readonly meetings: z.input<typeof MeetingSummary>[];
  readonly lastKey: string | undefined;
}

/** One page of the meetings that ended in the range, the latest end first. An organiser whom nobody knows has none. */
export async function listMeetings(tx: Tx, account: AccountRow, question: Question): Promise<MeetingPage> {
  const { range, organizer, type, after, size, now } = question;
  const projectionId = await findProjection(tx, account.id);
  const organizerUserId = organizer?.includes('@') ? (await findUserByEmail(tx, account, organizer.toLowerCase()))?.id : organizer;
  if (projectionId === undefined || (organizer !== undefined && organizerUserId === undefined)) return { meetings: [], lastKey: undefined };
  const before = after === '' ? { endedAt: startOfDay(range.last + 1), conferenceId: '' } : readKey(after);
  const bounds = { from: startOfDay(range.first), before };
  const found = await listEndedMeetings(tx, projectionId, bounds, { organizerUserId, type }, size + 1);
  const { rows, lastKey } = toPage(found, size, ({ ended_at, conference_id }) => JSON.stringify([ended_at, conference_id]));
  return { meetings: rows.map((row) => toMeetingSummary(row, now)), lastKey };
}

const Key = z.tuple([z.number(), z.string()]);

function readKey(text: string): MeetingKey {
  const [endedAt, conferenceId] = Key.parse(JSON.parse(text));
  return { endedAt, conferenceId };
}
