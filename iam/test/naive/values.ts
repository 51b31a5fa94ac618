import { isIPv4, isIPv6 } from 'node:net';

/** The finest fraction that numbers are compared at: 10^-30. */
const fractionDigits = 30;

/** A decimal number scaled to an integer, so that it compares exactly; undefined when the text is not one. */
export function numberOf(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const parts = (negative ? text.slice(1) : text).split('.');
  const [whole = '', fraction = '0'] = parts;
  if (parts.length > 2 || !isDigits(whole) || !isDigits(fraction)) return undefined;
  const scaled = BigInt(whole + fraction.slice(0, fractionDigits).padEnd(fractionDigits, '0'));
  return negative ? -scaled : scaled;
}

const msPerDay = 86_400_000;

/**
 * The instant a text names, in milliseconds since 1970: one of the W3C forms of ISO 8601, or epoch seconds or milliseconds.
 * Four digits are a year, as the W3C form `YYYY` has it.
 * Assumed: from 10^11 on an epoch number counts milliseconds; as seconds that would be the year 5138.
 * Assumed: beyond the last day of a JavaScript date there is no instant.
 * Assumed: what is finer than a millisecond is dropped.
 * https://www.w3.org/TR/NOTE-datetime
 */
export function instantOf(text: string): number | undefined {
  if (text.length === 4 || !isDigits(text)) return instantOfCalendar(text);
  const instant = Number(text) >= 1e11 ? Number(text) : Number(text) * 1000;
  return instant <= 8.64e15 ? instant : undefined;
}

function instantOfCalendar(text: string): number | undefined {
  const [date = '', time, ...more] = text.split('T');
  const [year = '', month = '01', day = '01', ...rest] = date.split('-');
  if (more.length > 0 || rest.length > 0 || year.length !== 4 || month.length !== 2 || day.length !== 2) return undefined;
  if (!isDigits(year + month + day)) return undefined;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) {
    return undefined;
  }
  const midnight = (daysBefore(Number(year), Number(month)) + Number(day) - 1) * msPerDay;
  if (time === undefined) return midnight;
  const ofDay = date.length === 10 ? timeOfDay(time) : undefined;
  return ofDay === undefined ? undefined : midnight + ofDay;
}

/** `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s`, and then the zone; without one it is UTC (decision 0003). */
function timeOfDay(zoned: string): number | undefined {
  const text = zoned.endsWith('Z') || '+-'.includes(zoned.slice(-6, -5) || 'x') ? zoned : `${zoned}Z`;
  const clock = text.endsWith('Z') ? text.slice(0, -1) : text.slice(0, -6);
  const zone = text.endsWith('Z') ? '+00:00' : text.slice(-6);
  const [hour = '', minute = '', secondAndFraction = '00', ...more] = clock.split(':');
  const [second = '', fraction = '0', ...moreFraction] = secondAndFraction.split('.');
  const [zoneHour = '', zoneMinute = '', ...moreZone] = zone.slice(1).split(':');
  if (more.length + moreFraction.length + moreZone.length > 0 || !'+-'.includes(zone.slice(0, 1))) return undefined;
  if (![hour, zoneHour].every((part) => isTwoDigitsBelow(part, 24))) return undefined;
  if (![minute, second, zoneMinute].every((part) => isTwoDigitsBelow(part, 60)) || !isDigits(fraction)) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  const offset = Number(zoneHour) * 60 + Number(zoneMinute);
  const utc = zone.startsWith('-') ? minutes + offset : minutes - offset;
  return utc * 60_000 + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function daysBefore(year: number, month: number): number {
  let days = 0;
  for (let earlier = 1970; earlier < year; earlier += 1) days += daysInYear(earlier);
  for (let later = year; later < 1970; later += 1) days -= daysInYear(later);
  for (let earlier = 1; earlier < month; earlier += 1) days += daysIn(year, earlier);
  return days;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysInYear = (year: number): number => (isLeap(year) ? 366 : 365);

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** An address range as a string of bits, `4:` or `6:` first; a single address is the range of all its bits. */
export function rangeOf(text: string): string | undefined {
  const [address = '', prefix, ...more] = text.split('/');
  const bits = bitsOf(address);
  if (bits === undefined || more.length > 0) return undefined;
  const length = prefix === undefined ? bits.length - 2 : Number(prefix);
  if (String(length) !== (prefix ?? String(length)) || length < 0 || length > bits.length - 2) return undefined;
  const range = bits.slice(0, 2 + length);
  // An IPv4 address that comes as `::ffff:192.0.2.1` is that IPv4 address.
  return range.startsWith(mappedPrefix) ? `4:${range.slice(mappedPrefix.length)}` : range;
}

const mappedPrefix = `6:${'0'.repeat(80)}${'1'.repeat(16)}`;

function bitsOf(address: string): string | undefined {
  if (isIPv4(address))
    return `4:${address
      .split('.')
      .map((part) => binary(part, 10, 8))
      .join('')}`;
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const lastColon = address.lastIndexOf(':');
  const tail = address.slice(lastColon + 1);
  const groups = isIPv4(tail) ? address.slice(0, lastColon + 1) + asGroups(tail) : address;
  const [left = '', right] = groups.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `6:${[...before, ...zeros, ...after].map((group) => binary(group, 16, 16)).join('')}`;
}

function asGroups(dotted: string): string {
  const [a = '', b = '', c = '', d = ''] = dotted.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `${a}${b}:${c}${d}`;
}

const binary = (digits: string, radix: number, width: number): string => Number.parseInt(digits, radix).toString(2).padStart(width, '0');

/** The bytes of a base64 text in hexadecimal, with or without the padding; undefined when it is not base64. */
export function bytesOf(text: string): string | undefined {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const end = text.indexOf('=') < 0 ? text.length : text.indexOf('=');
  const padding = text.length - end;
  if (text.slice(end) !== '='.repeat(padding) || end % 4 === 1 || padding > 2 || (padding > 0 && text.length % 4 !== 0)) return undefined;
  const isBase64 = Array.from(text.slice(0, end)).every((character) => alphabet.includes(character));
  return isBase64 ? Buffer.from(text, 'base64').toString('hex') : undefined;
}

const isDigits = (text: string): boolean => text !== '' && Array.from(text).every((character) => '0123456789'.includes(character));

const isTwoDigitsBelow = (text: string, limit: number): boolean => text.length === 2 && isDigits(text) && Number(text) < limit;
