import { isMailAddress } from '../mail/address.ts';
import type { MeetingEvent } from '../meetings/event.ts';
import type { CsvRecord } from './csv-records.ts';
import { FileFault, type ReadRow } from './outcome.ts';
import { dayMs } from '../shapes/timestamp.ts';

/**
 * The columns of Amazon Chime's weekly usage files, by position.
 * Source: "User activity reports", Amazon Chime Administration Guide.
 */
export const usageColumns = [
  'account name',
  'week start',
  'display name',
  'email',
  'registration status',
  'account creation date',
  'meetings attended',
  'meetings hosted',
  'messages sent',
] as const;

/** Meetings or messages of one person in one week that are still believed. */
const meetingsMax = 500;
const messagesMax = 1_000_000;

const minuteMs = 60_000;

/** Reads the rows of a weekly usage file. A heading is left out. Throws FileFault if its first row has other columns. */
export async function* readUsageRows(records: AsyncIterable<CsvRecord>): AsyncGenerator<ReadRow & { bytesRead: number }> {
  let isFirst = true;
  for await (const { number, cells, bytesRead } of records) {
    if (isFirst && cells.length !== usageColumns.length) throw wrongColumns(cells.length);
    const isHeading = isFirst && readWeek(cells[1] ?? '') === undefined && !isMailAddress((cells[3] ?? '').toLowerCase());
    isFirst = false;
    if (!isHeading) yield { row: String(number), result: readUsageRow(cells), bytesRead };
  }
}

function wrongColumns(count: number): FileFault {
  return new FileFault(
    `Its first row has ${count} columns. A weekly usage file has ${usageColumns.length}, in this order: ${usageColumns.join(', ')}. Nothing was imported.`,
  );
}

function readUsageRow(cells: readonly string[]): ReadRow['result'] {
  if (cells.length !== usageColumns.length) return { problem: `${cells.length} columns instead of ${usageColumns.length}` };
  const [, weekText = '', nameText = '', emailText = '', , , attendedText = '', hostedText = '', sentText = ''] = cells;
  const week = readWeek(weekText);
  if (week === undefined) return { problem: `the week start ${quote(weekText)} is no date such as 2026-01-04` };
  const email = emailText.toLowerCase();
  if (!isMailAddress(email)) return { problem: `${quote(emailText)} is no mail address` };
  const [attended, hosted, sent] = [
    readCount(attendedText, meetingsMax),
    readCount(hostedText, meetingsMax),
    readCount(sentText, messagesMax),
  ];
  if (attended === undefined) return { problem: `meetings attended is ${quote(attendedText)}, not a number up to ${meetingsMax}` };
  if (hosted === undefined) return { problem: `meetings hosted is ${quote(hostedText)}, not a number up to ${meetingsMax}` };
  if (sent === undefined) return { problem: `messages sent is ${quote(sentText)}, not a number up to ${messagesMax}` };
  return { events: toEvents({ week, email, displayName: toText(nameText) || email, attended, hosted, sent }) };
}

interface Week {
  /** Epoch milliseconds. */
  readonly week: number;
  readonly email: string;
  readonly displayName: string;
  readonly attended: number;
  readonly hosted: number;
  readonly sent: number;
}

/**
 * Events that add up to what the row says. When its meetings were is not in the file: they are put at noon (UTC) of the
 * working days of that week, a minute long, each a conference of its own.
 */
function toEvents({ week, email, displayName, attended, hosted, sent }: Week): MeetingEvent[] {
  const name = `usage:${new Date(week).toISOString().slice(0, 10)}:${email}`;
  const who = { email, displayName };
  const meetings = Array.from({ length: Math.max(attended, hosted) }, (_, index): MeetingEvent[] => {
    const start = week + (1 + (index % 5)) * dayMs + dayMs / 2;
    const id = `${name}:${index}`;
    const conference = { conferenceId: id };
    // Whoever hosts a meeting attends it; of the others the file does not say whose they were.
    const host = index < hosted ? who : {};
    const visit = { ...conference, attendeeSessionId: id, ...who, data: {} };
    return [
      { type: 'meeting.started', id: `${id}:started`, time: start, ...conference, ...host, data: {} },
      { type: 'attendee.joined', id: `${id}:joined`, time: start, ...visit },
      { type: 'attendee.left', id: `${id}:left`, time: start + minuteMs, ...visit },
      { type: 'meeting.ended', id: `${id}:ended`, time: start + minuteMs, ...conference, ...host, data: {} },
    ];
  });
  const messages: MeetingEvent[] =
    sent === 0 ? [] : [{ type: 'message.sent', id: `${name}:messages`, time: week + 3.5 * dayMs, ...who, data: { count: sent } }];
  return [...meetings.flat(), ...messages];
}

/** A date with or without a time of day, or as the United States write it. */
function readWeek(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? [];
  const [, americanMonth, americanDay, americanYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const parts = year === undefined ? [americanYear, americanMonth, americanDay] : [year, month, day];
  const [y = NaN, m = NaN, d = NaN] = parts.map(Number);
  const time = Date.UTC(y, m - 1, d);
  const date = new Date(time);
  return date.getUTCMonth() === m - 1 && date.getUTCDate() === d && y >= 2000 ? time : undefined;
}

function readCount(text: string, most: number): number | undefined {
  if (text === '') return 0;
  return /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

/** Spreadsheets put an apostrophe before what must not be a formula; here nothing ever is one. */
function toText(cell: string): string {
  return cell.replace(/^'(?=[=+\-@])/, '').slice(0, 256);
}

function quote(cell: string): string {
  return `"${cell.slice(0, 40)}"`;
}
