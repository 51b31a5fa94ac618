import { domainOfAddress } from '../domains/name.ts';
import { BadRequestException, UnprocessableEntityException, WireError } from '../errors.ts';
import { isMailAddress } from '../mail/address.ts';
import type { Tx } from '../store/database.ts';
import { hashToken, newToken } from '../store/link-tokens.ts';
import { findAccountOfDomain, lockProfiles } from '../store/persons.ts';
import { startSession, type SessionMethod } from '../store/sessions.ts';
import type { UserRow } from '../store/users.ts';
import { auditAccount, auditUser, type PortalEvent } from './audit.ts';
import { setCookie } from './cookies.ts';
import { deviceName } from './device.ts';
import { acquit, admitAttempt, deviceValue } from './throttle.ts';
import type { Attempt, SignInWay, Site, Step, Visit } from './way.ts';

/** Throws BadRequestException unless the text is an address. Answers it folded. */
export function toAddress(text: string): string {
  const email = text.trim().toLowerCase();
  if (isMailAddress(email)) return email;
  throw new BadRequestException('This is no mail address. Type one such as ana@example.com.');
}

/** Who is at the door, and by which way the address's domain lets them in. Throws BadRequestException. */
export async function approach(
  site: Site,
  ways: readonly SignInWay[],
  visit: Visit,
  { email: given, next }: { readonly email: string; readonly next: string },
): Promise<{ attempt: Attempt; way: SignInWay }> {
  const email = toAddress(given);
  const domain = domainOfAddress(email);
  const account = domain === undefined ? undefined : await site.database.read('', (tx) => findAccountOfDomain(tx, domain));
  const way = ways.find((candidate) => candidate.serves(account));
  if (!way) throw new UnprocessableEntityException('Your organisation’s sign-in is not set up completely. Ask your administrator.');
  return { attempt: { email, account, next, visit }, way };
}

/** A person who has named an address, and what follows. */
export interface Begun {
  readonly attempt: Attempt;
  readonly way: SignInWay;
  readonly step: Step;
}

/** Throws BadRequestException for what is no address. */
export async function beginSignIn(
  site: Site,
  ways: readonly SignInWay[],
  visit: Visit,
  form: { readonly email: string; readonly next: string },
): Promise<Begun> {
  const { attempt, way } = await approach(site, ways, visit, form);
  return { attempt, way, step: await way.begin(site, attempt) };
}

/**
 * Judges a password: the browser is signed in, or the message is shown ('' = the domain has changed hands since the page
 * was shown, and the person goes the way it has now). Throws ThrottledClientException or ServiceUnavailableException.
 */
export async function finishSignIn(
  site: Site,
  { attempt, way, step }: Begun,
  password: string,
): Promise<Entry | { readonly message: string }> {
  const { email, visit } = attempt;
  if (!way.finish || step.kind !== 'password') return { message: '' };
  await site.database.write('', (tx) => admitAttempt(tx, site, visit, email));
  const proof = await way.finish(site, attempt, password);
  if (proof.kind === 'refused') {
    await site.database.write('', (tx) => auditRefusal(tx, attempt, way.method, proof.reason));
    return { message: proof.message };
  }
  try {
    return await completeSignIn(site, visit, {
      method: way.method,
      lifetimeMs: proof.lifetimeMs,
      async resolve(tx) {
        await acquit(tx, site, visit, email);
        return proof.resolve(tx);
      },
    });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    await site.database.write('', (tx) => auditRefusal(tx, attempt, way.method, error.message));
    throw error;
  }
}

/** Tells every AWS account that has a user of this address, or the address's domain, of a failed attempt. */
async function auditRefusal(tx: Tx, { email, account, visit }: Attempt, method: SessionMethod, refusal: string): Promise<void> {
  const event: PortalEvent = { name: 'UserAuthentication', method, refusal };
  const user = (await lockProfiles(tx, email)).find(({ account_id }) => account_id !== '');
  if (user) await auditUser(tx, visit, user, event);
  else if (account) await auditAccount(tx, visit, account, { email }, event);
}

/** A session that has begun. */
export interface Entry {
  readonly user: UserRow;
  /** Whole Set-Cookie values. */
  readonly cookies: readonly string[];
}

/** How the user was found, and for how long the session holds. */
export interface Completion {
  readonly method: SessionMethod;
  readonly lifetimeMs: number;
  /** What the audit trail calls it; absent = a plain sign-in. */
  readonly event?: PortalEvent;
  /** Finds or makes the user, in the transaction that starts the session. */
  resolve(tx: Tx): Promise<UserRow>;
}

/**
 * Signs a user in on this browser, in one transaction with the audit event. Every way to sign in ends here. Throws
 * UnprocessableEntityException for whoever may not sign in, and what `resolve` throws.
 */
export async function completeSignIn(site: Site, visit: Visit, completion: Completion): Promise<Entry> {
  const { method, lifetimeMs, resolve, event = { name: 'UserAuthentication', method } } = completion;
  const { now } = visit;
  const token = newToken(site.random);
  const user = await site.database.write('', async (tx) => {
    const found = await resolve(tx);
    await startSession(tx, {
      id: site.newId(),
      userId: found.id,
      tokenHash: hashToken(token),
      device: deviceName(visit.userAgent),
      method,
      now,
      expiresAt: now + lifetimeMs,
    });
    await auditUser(tx, visit, found, event);
    return found;
  });
  return {
    user,
    cookies: [setCookie(visit, 'session', token, lifetimeMs), setCookie(visit, 'device', deviceValue(site, user.primary_email))],
  };
}
