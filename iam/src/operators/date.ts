import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';

/** DateEquals, DateLessThan and their kin. Source: IAM User Guide, "Date condition operators". */
export const dateOperators: readonly Operator[] = [
  date('DateEquals', (value, wanted) => value === wanted),
  date('DateNotEquals', (value, wanted) => value === wanted, true),
  date('DateLessThan', (value, wanted) => value < wanted),
  date('DateLessThanEquals', (value, wanted) => value <= wanted),
  date('DateGreaterThan', (value, wanted) => value > wanted),
  date('DateGreaterThanEquals', (value, wanted) => value >= wanted),
];

/**
 * Reads a time as milliseconds since 1970 (a fraction beyond milliseconds is kept), or undefined. Accepted: the forms of
 * https://www.w3.org/TR/NOTE-datetime (year; month; day; to the minute, second or fraction) and epoch time. Four digits are
 * a year (decision 0003). Assumed: epoch numbers of twelve digits or more are milliseconds, since as seconds they would lie
 * beyond the year 5138; and a time without a zone is UTC, so that a Deny written that way still denies.
 */
export function parseInstant(text: string): number | undefined {
  if (/^[0-9]+$/.test(text) && text.length !== 4) {
    if (text.length > 15) return undefined;
    return text.length >= 12 ? Number(text) : Number(text) * 1000;
  }
  const parts = dateForm.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const {
    year = '',
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '0',
    sign,
    zoneHour = '0',
    zoneMinute = '0',
  } = parts;
  const isInRange =
    between(month, 1, 12) && between(day, 1, daysInMonth(Number(year), Number(month))) && between(hour, 0, 23) && between(minute, 0, 59);
  if (!isInRange || !between(second, 0, 59) || !between(zoneHour, 0, 23) || !between(zoneMinute, 0, 59)) return undefined;
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute));
  const days = daysSinceEpoch(Number(year), Number(month), Number(day));
  const minutes = days * 1440 + Number(hour) * 60 + Number(minute) - offsetMinutes;
  return (minutes * 60 + Number(second)) * 1000 + Number(`0.${fraction}`) * 1000;
}

const dateForm =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:T(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,18}))?)?(?:Z|(?<sign>[-+])(?<zoneHour>\d\d):(?<zoneMinute>\d\d))?)?)?)?$/;

function date(name: string, accepts: (value: number, wanted: number) => boolean, isNegated = false): Operator {
  const prepare = (values: readonly PolicyValue[]): Matcher => {
    const wanted = values.map((value) => parseInstant(tokensText(value))).filter((instant) => instant !== undefined);
    return ({ instant }) => instant !== undefined && wanted.some((other) => accepts(instant, other));
  };
  return { name, family: 'Date', isNegated, facet: 'instant', takesVariables: false, prepare };
}

function between(digits: string, least: number, most: number): boolean {
  const value = Number(digits);
  return value >= least && value <= most;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days from 1970-01-01 in the Gregorian calendar, by counting years from March so that the leap day comes last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}
