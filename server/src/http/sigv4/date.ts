import { SignatureError, quoted } from './error.ts';
import { remembering } from './remembering.ts';

/** How far a request's time may lie from ours, either way, in milliseconds. AWS: five minutes. */
export const clockSkewMaxMs = 5 * 60_000;

/** Longest life of a presigned request, in seconds. AWS: seven days. */
export const presignedLifeMaxSeconds = 604_800;

/** Times that are remembered: more seconds than clocks may differ by. */
const rememberedMax = 1_000;

/** When a request was signed. */
export interface SigningTime {
  /** `YYYYMMDDTHHMMSSZ`: the form that is signed, whatever form the request used. */
  readonly amzDate: string;
  /** Epoch milliseconds. */
  readonly signedAt: number;
}

/** Reads `x-amz-date`: ISO 8601 basic format, UTC, whole seconds, nothing else. */
export const parseAmzDate: (text: string) => SigningTime = remembering(rememberedMax, (text) => {
  const signedAt = isoBasic(text);
  if (signedAt === undefined) throw badDate(text);
  return { amzDate: text, signedAt };
});

/**
 * Reads the `Date` header, which counts only where `x-amz-date` is absent ("Handling dates in Signature Version 4",
 * AWS General Reference). Besides the ISO basic format it may have the form of RFC 1123, as in AWS's test suite of 2011;
 * the weekday is not checked, because that suite has it wrong.
 */
export function parseDateHeader(text: string): SigningTime {
  const signedAt = isoBasic(text) ?? rfc1123(text);
  if (signedAt === undefined) throw badDate(text);
  return { amzDate: formatAmzDate(signedAt), signedAt };
}

/** Epoch milliseconds as `YYYYMMDDTHHMMSSZ`, cut to the second. */
export function formatAmzDate(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;
}

/** Refuses a time more than five minutes away, with the sentences by which SDKs and people recognise a wrong clock. */
export function requireCurrent({ amzDate, signedAt }: SigningTime, now: number): void {
  const minutes = clockSkewMaxMs / 60_000;
  if (signedAt < wholeSecond(now) - clockSkewMaxMs) {
    const bound = formatAmzDate(now - clockSkewMaxMs);
    throw mismatch(`Signature expired: ${amzDate} is now earlier than ${bound} (${formatAmzDate(now)} - ${minutes} min.)`);
  }
  requireNotFuture({ amzDate, signedAt }, now);
}

/** Refuses a presigned request before its time (with five minutes' grace) and after its life. */
export function requireAlive(time: SigningTime, lifeSeconds: number, now: number): void {
  requireNotFuture(time, now);
  if (wholeSecond(now) > time.signedAt + lifeSeconds * 1000) throw new SignatureError('RequestExpired', 'Request has expired.');
}

/** Reads `X-Amz-Expires`: seconds, from 1 to 604,800. */
export function parseLife(text: string): number {
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= presignedLifeMaxSeconds) return seconds;
  throw new SignatureError(
    'IncompleteSignature',
    `X-Amz-Expires must be a whole number of seconds from 1 to ${presignedLifeMaxSeconds}. Got ${quoted(text)}.`,
  );
}

function requireNotFuture({ amzDate, signedAt }: SigningTime, now: number): void {
  if (signedAt <= wholeSecond(now) + clockSkewMaxMs) return;
  const bound = formatAmzDate(now + clockSkewMaxMs);
  throw mismatch(
    `Signature not yet current: ${amzDate} is still later than ${bound} (${formatAmzDate(now)} + ${clockSkewMaxMs / 60_000} min.)`,
  );
}

/** Signed times have no fractions, so ours must not either, or a message would say that a time is earlier than itself. */
function wholeSecond(epochMs: number): number {
  return epochMs - (epochMs % 1000);
}

function mismatch(message: string): SignatureError {
  return new SignatureError('SignatureDoesNotMatch', message);
}

function badDate(text: string): SignatureError {
  return new SignatureError(
    'IncompleteSignature',
    `Date must be in ISO-8601 'basic format'. Got ${quoted(text)}. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

function isoBasic(text: string): number | undefined {
  if (text.length !== 16 || text[8] !== 'T' || text[15] !== 'Z') return undefined;
  return instant(
    digits(text, 0, 4),
    digits(text, 4, 6),
    digits(text, 6, 8),
    digits(text, 9, 11),
    digits(text, 11, 13),
    digits(text, 13, 15),
  );
}

function rfc1123(text: string): number | undefined {
  const parts = /^(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|\+0000)$/.exec(text);
  if (!parts) return undefined;
  const [, day, month = '', year, hour, minute, second] = parts;
  return instant(Number(year), months.indexOf(month) + 1, Number(day), Number(hour), Number(minute), Number(second));
}

const months: readonly string[] = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The number written from `from` up to `to`; NaN if anything but digits is there. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Epoch milliseconds, or undefined if the calendar has no such instant. `Date.UTC` alone would roll 31 April over to May. */
function instant(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  // Date.UTC reads years below 100 as 19xx.
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
