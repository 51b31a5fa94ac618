import { BadRequestException } from '../errors.ts';
import { dayMs, toTimestamp } from '../shapes/timestamp.ts';
import type { DayRange } from '../store/meeting-reports.ts';

/** Days that one report may cover. */
const daysMax = 400;

/** The UTC days of a report, both ends included. @param start, end as the schema has checked them. Throws BadRequestException. */
export function readRange(start: string, end: string): DayRange {
  const range = { first: Date.parse(start) / dayMs, last: Date.parse(end) / dayMs };
  if (range.last < range.first) {
    throw new BadRequestException(`The range ends on ${end}, before it starts on ${start}. Exchange the two dates.`);
  }
  if (range.last - range.first >= daysMax) {
    throw new BadRequestException(
      `The range from ${start} to ${end} has ${range.last - range.first + 1} days; a report covers at most ${daysMax}. Ask for it in parts.`,
    );
  }
  return range;
}

/** Every day of the range, in order. */
export function daysOfRange({ first, last }: DayRange): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** A UTC day as reports write it: `2026-02-19`. */
export function toDate(day: number): string {
  return toTimestamp(day * dayMs).slice(0, 10);
}

/** The first instant of a UTC day. */
export function startOfDay(day: number): number {
  return day * dayMs;
}

/** Positive answers among all; null without answers. */
export function satisfaction({ answers, positive_answers }: { answers: number; positive_answers: number }): number | null {
  return answers === 0 ? null : positive_answers / answers;
}

/** Adds up one figure of all rows. */
export function total<Row>(rows: readonly Row[], figure: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + figure(row), 0);
}
