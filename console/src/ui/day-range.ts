/** UTC days, both ends included, as reports ask for them. */
export interface DayRange {
  readonly StartDate: string;
  readonly EndDate: string;
}

/** A range of days as a page's address holds it: `last=30d`, or `from=2026-02-01&to=2026-02-19`. */
export interface DayRangeSearch {
  readonly last?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the address says, or what is wrong with it. */
export type ReadRange = { readonly range: DayRange; readonly fault?: undefined } | { readonly range?: undefined; readonly fault: string };

/** Days that one report covers. Source: `server/src/chime/report-range.ts`. */
export const daysMax = 400;
/** What is shown where nothing was chosen. */
const daysDefault = 30;
const dayMs = 86_400_000;

/** The days that the address asks for. @param today the UTC day, such as `2026-02-19` */
export function readDayRange({ last, from, to }: DayRangeSearch, today: string): ReadRange {
  if (from === undefined && to === undefined) {
    const days = last === undefined ? daysDefault : Number(/^(\d+)d$/.exec(last)?.[1]);
    if (!(days >= 1 && days <= daysMax))
      return { fault: `The last days are a number from 1 to ${daysMax} with a d behind it, such as 30d; not “${last}”.` };
    return { range: { StartDate: addDays(today, 1 - days), EndDate: today } };
  }
  if (from === undefined || to === undefined) return { fault: `The range has no ${from === undefined ? 'first' : 'last'} day.` };
  const wrong = [from, to].find((day) => !isDay(day));
  if (wrong !== undefined) return { fault: `“${wrong}” is no day. Write it as 2026-02-19.` };
  const days = countDays({ StartDate: from, EndDate: to });
  if (days < 1) return { fault: `The range ends on ${to}, before it starts on ${from}. Exchange the two days.` };
  if (days > daysMax)
    return { fault: `The range has ${days.toLocaleString()} days; a report covers at most ${daysMax}. Ask for it in parts.` };
  return { range: { StartDate: from, EndDate: to } };
}

/** How many days the range has; less than one where its ends are exchanged. */
export function countDays({ StartDate, EndDate }: DayRange): number {
  return Math.round((Date.parse(EndDate) - Date.parse(StartDate)) / dayMs) + 1;
}

/** As many days as the range has, right before it. */
export function rangeBefore(range: DayRange): DayRange {
  return { StartDate: addDays(range.StartDate, -countDays(range)), EndDate: addDays(range.StartDate, -1) };
}

/** The UTC day it is. */
export function toDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function addDays(day: string, days: number): string {
  return toDay(Date.parse(day) + days * dayMs);
}

/** The 30th of February is none. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && toDay(Date.parse(text)) === text;
}
