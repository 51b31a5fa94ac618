import { isIPv6 } from 'node:net';
import { ThrottledClientException } from '../errors.ts';
import type { Tx } from '../store/database.ts';
import { countAttempt, forgetAttempts, forgiveAttempt, type ThrottleRule } from '../store/sign-in-throttles.ts';
import { findCookie } from './cookies.ts';
import type { Site, Visit } from './way.ts';

const minuteMs = 60_000;

/** Guesses at one person's password: twelve an hour once the free ones are used up. */
const perPerson: ThrottleRule = { freeAttempts: 5, waitMinMs: 1_000, waitMaxMs: 5 * minuteMs, forgetMs: 60 * minuteMs };
/** Attempts from one place, which may be the office of many. */
const perSource: ThrottleRule = { freeAttempts: 60, waitMinMs: 1_000, waitMaxMs: 5 * minuteMs, forgetMs: 10 * minuteMs };
/** Mail that strangers can make us send to one address, and that one place can make us send. */
const mailPerPerson: ThrottleRule = { freeAttempts: 3, waitMinMs: 2 * minuteMs, waitMaxMs: 30 * minuteMs, forgetMs: 60 * minuteMs };
const mailPerSource: ThrottleRule = { freeAttempts: 20, waitMinMs: minuteMs, waitMaxMs: 15 * minuteMs, forgetMs: 60 * minuteMs };

/** New PINs for one person: each is gone for good afterwards, for everybody. */
const pinPerPerson: ThrottleRule = { freeAttempts: 3, waitMinMs: minuteMs, waitMaxMs: 30 * minuteMs, forgetMs: 60 * minuteMs };

/** The longest a count is looked back at. */
export const throttleMemoryMs = 60 * minuteMs;

/**
 * Counts an attempt to sign in. Throws ThrottledClientException if the person, on this device, or the source has to wait.
 * @param who an address, or an IAM user with their AWS account
 * @param otherwise what the person could do instead of waiting
 */
export async function admitAttempt(
  tx: Tx,
  { database }: Pick<Site, 'database'>,
  visit: Visit,
  who: string,
  otherwise = '; or have a sign-in link mailed',
): Promise<void> {
  const { now } = visit;
  const waitMs = Math.max(
    await countAttempt(tx, personKey(database.vault, visit, who), perPerson, now),
    await countAttempt(tx, sourceKey(visit), perSource, now),
  );
  requireNoWait(
    waitMs,
    (seconds) => `Too many attempts to sign in. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again${otherwise}.`,
  );
}

/**
 * Counts a sign-in that makes us ask an identity provider. Only by source: whoever begins one in somebody else's name keeps
 * nobody out. Throws ThrottledClientException if the source has to wait.
 */
export async function admitSource(tx: Tx, visit: Visit): Promise<void> {
  const waitMs = await countAttempt(tx, `to a provider ${sourceKey(visit)}`, perSource, visit.now);
  requireNoWait(waitMs, (seconds) => `Too many sign-ins were begun from where you are. Wait ${seconds} seconds, then try again.`);
}

/** A sign-in at an identity provider was a success. */
export async function acquitSource(tx: Tx, visit: Visit): Promise<void> {
  await forgiveAttempt(tx, `to a provider ${sourceKey(visit)}`);
}

/** The attempt was a success. */
export async function acquit(tx: Tx, { database }: Site, visit: Visit, email: string): Promise<void> {
  await forgetAttempts(tx, personKey(database.vault, visit, email));
  await forgiveAttempt(tx, sourceKey(visit));
}

/** Whether a link may be mailed to the address on behalf of this source. Nobody is told if not: that would tell who has a login. */
export async function mayMail(tx: Tx, visit: Visit, email: string): Promise<boolean> {
  const waits = [
    await countAttempt(tx, `mail to ${email}`, mailPerPerson, visit.now),
    await countAttempt(tx, `mail for ${sourceKey(visit)}`, mailPerSource, visit.now),
  ];
  return waits.every((wait) => wait === 0);
}

/** Counts a new PIN of the person. Throws ThrottledClientException if they have had several just now. */
export async function admitPin(tx: Tx, visit: Visit, userId: string): Promise<void> {
  const waitMs = await countAttempt(tx, `PIN of ${userId}`, pinPerPerson, visit.now);
  requireNoWait(waitMs, (seconds) => `You have had several PINs just now. Wait ${Math.ceil(seconds / 60)} minutes, then try again.`);
}

/** Throws ThrottledClientException, with what is told of the seconds, if there is anything to wait for. */
function requireNoWait(waitMs: number, tell: (seconds: number) => string): void {
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  throw new ThrottledClientException(tell(retryAfterSeconds), { retryAfterSeconds });
}

/**
 * Strangers' guesses do not count against a device on which the person has signed in before, so nobody can lock a person
 * out from outside. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
function personKey(vault: Site['database']['vault'], visit: Visit, email: string): string {
  const sealed = findCookie(visit, 'device');
  const known = sealed === undefined ? undefined : vault.tryOpen(sealed, 'device');
  const [nonce = '', owner] = known?.split(' ') ?? [];
  return owner === email ? `sign-in of ${email} on ${nonce}` : `sign-in of ${email}`;
}

/** What the device cookie says from now on: this person has signed in here. */
export function deviceValue({ database, newId }: Site, email: string): string {
  return database.vault.seal(`${newId()} ${email}`, 'device');
}

/** Of IPv6, whoever has one address has the whole network of 64 bits. */
function sourceKey({ sourceIp }: Visit): string {
  return `from ${isIPv6(sourceIp) ? networkOf(sourceIp) : sourceIp}`;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
