import { BadRequestException } from '../errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import { hashToken } from '../store/link-tokens.ts';
import { drawPin } from '../store/pins.ts';
import { findAccountOfAnyTenant, lockProfiles, setDisplayName } from '../store/persons.ts';
import { endSession, endSessions, findSession, listSessions, touchSession, type SessionRow, type SignedIn } from '../store/sessions.ts';
import { dropLinks } from '../store/user-links.ts';
import { findLogin, lockLogin, setPassword } from '../store/user-logins.ts';
import { setPin } from '../store/users.ts';
import { auditUser } from './audit.ts';
import { findCookie } from './cookies.ts';
import { toName } from './links.ts';
import { checkNewPassword, hashNewPassword, verifyPassword } from './passwords.ts';
import { acquit, admitAttempt, admitPin } from './throttle.ts';
import type { Site, Visit } from './way.ts';

/** How often it is noted that a device is in use. */
const touchIntervalMs = 60_000;

/** Who is signed in on this browser. Asked of the database each time: an ended session is dead at once, in every process. */
export async function whoIs(site: Site, visit: Visit): Promise<SignedIn | undefined> {
  const token = findCookie(visit, 'session');
  if (token === undefined) return undefined;
  const { database } = site;
  const { now } = visit;
  const signedIn = await database.read('', (tx) => findSession(tx, hashToken(token), now));
  if (signedIn && now - signedIn.session.last_seen_at >= touchIntervalMs) {
    await database.writeLazily('', (tx) => touchSession(tx, signedIn.session.id, now));
  }
  return signedIn;
}

/** What a person sees of themself. */
export interface Profile {
  readonly signedIn: SignedIn;
  /** undefined = a free user. */
  readonly account: AccountRow | undefined;
  readonly sessions: readonly SessionRow[];
  readonly hasPassword: boolean;
}

export async function readProfile({ database }: Site, { now }: Visit, signedIn: SignedIn): Promise<Profile> {
  const { user, session } = signedIn;
  return database.read('', async (tx) => ({
    signedIn,
    account: user.account_id === '' ? undefined : await findAccountOfAnyTenant(tx, user.account_id),
    sessions: await listSessions(tx, user.id, now),
    hasPassword: session.method === 'carillon' && (await findLogin(tx, user.primary_email)) !== undefined,
  }));
}

/** Ends one of the person's sessions, this one or another device's. */
export async function signOut({ database }: Site, visit: Visit, { user }: SignedIn, sessionId: string): Promise<void> {
  await database.write('', async (tx) => {
    if (await endSession(tx, user.id, sessionId))
      await auditUser(tx, visit, user, { name: 'UserSignOut', parameters: { SessionId: sessionId } });
  });
}

/** Ends every session but this one. */
export async function signOutElsewhere({ database }: Site, visit: Visit, { user, session }: SignedIn): Promise<void> {
  await database.write('', async (tx) => {
    await endSessions(tx, [user.id], session.id);
    await auditUser(tx, visit, user, { name: 'UserSignOut', parameters: { SessionId: 'others' } });
  });
}

/** Throws BadRequestException for a wrong or unfit password, ThrottledClientException after too many wrong ones. */
export async function changePassword(
  site: Site,
  visit: Visit,
  { user, session }: SignedIn,
  { current, wanted }: { readonly current: string; readonly wanted: string },
): Promise<void> {
  const email = user.primary_email;
  await site.database.write('', (tx) => admitAttempt(tx, site, visit, email));
  const login = await site.database.read('', (tx) => findLogin(tx, email));
  if (!(await verifyPassword(site, current, login))) throw new BadRequestException('The current password is not right. Try again.');
  checkNewPassword(wanted, email);
  const passwordHash = await hashNewPassword(site, wanted);
  await site.database.write('', async (tx) => {
    if ((await lockLogin(tx, email))?.password_hash !== login?.password_hash)
      throw new BadRequestException('The password was changed a moment ago, on another device.');
    await setPassword(tx, { email, passwordHash, now: visit.now });
    await dropLinks(tx, email);
    await acquit(tx, site, visit, email);
    await endSessions(
      tx,
      (await lockProfiles(tx, email)).map(({ id }) => id),
      session.id,
    );
    await auditUser(tx, visit, user, { name: 'ChangePassword', method: 'carillon' });
  });
}

/** Gives the person another PIN. Throws ThrottledClientException after several in a row, BadRequestException if the profile has just moved to another account. */
export async function resetPin({ database, random }: Site, visit: Visit, { user }: SignedIn): Promise<void> {
  await database.write('', (tx) => admitPin(tx, visit, user.id));
  await database.write('', async (tx) => {
    if (!(await setPin(tx, user, await drawPin(tx, random, visit.now))))
      throw new BadRequestException('Your profile has just moved to another account. Load the page again, then reset the PIN.');
    await auditUser(tx, visit, user, { name: 'ResetPersonalPin' });
  });
}

/** Throws BadRequestException for an empty name. */
export async function changeName({ database }: Site, visit: Visit, { user }: SignedIn, name: string): Promise<void> {
  const wanted = toName(name);
  if (wanted === '') throw new BadRequestException('A name needs at least one character.');
  await database.write('', async (tx) => {
    await setDisplayName(tx, user.id, wanted);
    await auditUser(tx, visit, user, { name: 'UpdateProfile', parameters: { DisplayName: wanted } });
  });
}
