import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';
import { someOf } from './matcher.ts';

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
  const year = readDigits(text, 0, 4);
  if (year === undefined || (text.length > 4 && text[4] !== '-')) return parseEpoch(text);
  const month = text.length < 5 ? 1 : readDigits(text, 5, 7);
  const day = text.length < 8 ? 1 : text[7] === '-' ? readDigits(text, 8, 10) : undefined;
  if (month === undefined || day === undefined || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const midnight = daysSinceEpoch(year, month, day) * msPerDay;
  if (text.length <= 10) return midnight;
  const time = text[10] === 'T' ? parseTime(text) : undefined;
  return time === undefined ? undefined : midnight + time;
}

function parseEpoch(text: string): number | undefined {
  if (!/^[0-9]{1,15}$/.test(text)) return undefined;
  return text.length >= 12 ? Number(text) : Number(text) * 1000;
}

/** Reads what follows the `T`: milliseconds since midnight, UTC. */
function parseTime(text: string): number | undefined {
  const hour = readDigits(text, 11, 13);
  const minute = text[13] === ':' ? readDigits(text, 14, 16) : undefined;
  const hasSecond = text[16] === ':';
  const second = hasSecond ? readDigits(text, 17, 19) : 0;
  if (hour === undefined || minute === undefined || second === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  let end = hasSecond ? 19 : 16;
  let fractionMs = 0;
  if (hasSecond && text[19] === '.') {
    do end += 1;
    while (readDigits(text, end, end + 1) !== undefined);
    if (end === 20) return undefined;
    fractionMs = Number(`0${text.slice(19, end)}`) * 1000;
  }
  const offsetMinutes = parseZone(text, end);
  return offsetMinutes === undefined ? undefined : ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + fractionMs;
}

/** Reads `Z`, `+hh:mm` or `-hh:mm` at the end of the text: minutes ahead of UTC. */
function parseZone(text: string, start: number): number | undefined {
  if (start === text.length || (text[start] === 'Z' && start + 1 === text.length)) return 0;
  const hours = readDigits(text, start + 1, start + 3);
  const minutes = text[start + 3] === ':' && text.length === start + 6 ? readDigits(text, start + 4, start + 6) : undefined;
  if (hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return undefined;
  if (text[start] === '+') return hours * 60 + minutes;
  return text[start] === '-' ? -(hours * 60 + minutes) : undefined;
}

/** The number that the digits from `start` to `end` make; undefined when one of them is no digit. */
function readDigits(text: string, start: number, end: number): number | undefined {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - zeroCode;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

const zeroCode = 0x30;
const msPerDay = 86_400_000;

function date(name: string, accepts: (value: number, wanted: number) => boolean, isNegated = false): Operator {
  const prepare = (values: readonly PolicyValue[]): Matcher => {
    const wanted = values.map((value) => parseInstant(tokensText(value))).filter((instant) => instant !== undefined);
    return someOf(wanted, ({ instant }, other) => instant !== undefined && accepts(instant, other));
  };
  return { name, family: 'Date', isNegated, facet: 'instant', takesVariables: false, prepare };
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
