import { ConflictException, UnprocessableEntityException } from '../errors.ts';
import { alreadyRegisteredMail, passwordResetMail, registrationMail, signInLinkMail } from '../mail/sign-in-mails.ts';
import type { Tx } from '../store/database.ts';
import { hashToken, newToken } from '../store/link-tokens.ts';
import { addToOutbox, type Message } from '../store/outbox.ts';
import { lockProfiles, setDisplayName } from '../store/persons.ts';
import { endSessions } from '../store/sessions.ts';
import { dropLinks, findLink, insertLink, useLink, type LinkKind } from '../store/user-links.ts';
import { findLogin, insertLogin, lockLogin, setPassword } from '../store/user-logins.ts';
import type { UserRow } from '../store/users.ts';
import { ownSessionMs } from './own-login.ts';
import { checkNewPassword, hashNewPassword } from './passwords.ts';
import { enter } from './person.ts';
import { approach, completeSignIn, type Entry } from './sign-in.ts';
import { mayMail } from './throttle.ts';
import type { SignInWay, Site, Visit } from './way.ts';

const minuteMs = 60_000;

/** What each kind of link is mailed with, for how long it holds, and whether it is for those with a login or without. */
const kinds = {
  Registration: { mailKind: 'Registration', lifetimeMinutes: 60, mail: registrationMail, wantsLogin: false },
  SignIn: { mailKind: 'SignInLink', lifetimeMinutes: 15, mail: signInLinkMail, wantsLogin: true },
  PasswordReset: { mailKind: 'PasswordReset', lifetimeMinutes: 30, mail: passwordResetMail, wantsLogin: true },
} as const;

/**
 * Mails a link to the address, if it is one to mail it to. Whoever asked is not told: neither by the answer nor by the
 * time it takes, since the mail is sent afterwards. Throws BadRequestException for what is no address, and
 * UnprocessableEntityException for addresses whose organisation has a sign-in of its own.
 */
export async function requestLink(site: Site, ways: readonly SignInWay[], visit: Visit, kind: LinkKind, given: string): Promise<string> {
  const email = await requireOwnLogin(site, ways, visit, given);
  await site.database.write('', async (tx) => {
    const isAllowed = await mayMail(tx, visit, email);
    const hasLogin = (await findLogin(tx, email)) !== undefined;
    if (!isAllowed) return;
    if (hasLogin === kinds[kind].wantsLogin) await mailLink(tx, site, visit, kind, email);
    else if (kind === 'Registration') await addMail(tx, site, visit, email, 'Registration', alreadyRegisteredMail(), 60 * minuteMs);
  });
  site.nudge('send-mail');
  return email;
}

/** The address, folded. Throws UnprocessableEntityException unless people with such an address use Carillon's own login. */
async function requireOwnLogin(site: Site, ways: readonly SignInWay[], visit: Visit, given: string): Promise<string> {
  const { attempt, way } = await approach(site, ways, visit, { email: given, next: '/me' });
  if (way.method === 'carillon') return attempt.email;
  throw new UnprocessableEntityException(
    'People with this address sign in through their organisation. Go to the sign-in page and type the address there.',
  );
}

async function mailLink(tx: Tx, site: Site, visit: Visit, kind: LinkKind, email: string): Promise<void> {
  const { mail, mailKind, lifetimeMinutes } = kinds[kind];
  const token = newToken(site.random);
  const lifetimeMs = lifetimeMinutes * minuteMs;
  const { now } = visit;
  await insertLink(tx, { token_hash: hashToken(token), kind, email, created_at: now, expires_at: now + lifetimeMs });
  await addMail(tx, site, visit, email, mailKind, mail(token, lifetimeMinutes), lifetimeMs);
}

async function addMail(
  tx: Tx,
  { newId }: Site,
  { now }: Visit,
  recipient: string,
  kind: Message['kind'],
  text: Pick<Message, 'subject' | 'body'>,
  lifetimeMs: number,
): Promise<void> {
  await addToOutbox(tx, { id: newId(), accountId: '', kind, recipient, ...text, now, expiresAt: now + lifetimeMs });
}

/** A link that somebody opens. */
export interface OpenLink {
  readonly token: string;
  /** The address that it was mailed to. */
  readonly email: string;
}

/** Looks at a link without using it up. Throws UnprocessableEntityException if it cannot be used (any more). */
export async function openLink({ database }: Site, { now }: Visit, kind: LinkKind, token: string): Promise<OpenLink> {
  const link = await database.read('', (tx) => findLink(tx, kind, hashToken(token), now));
  if (!link) throw linkEnded();
  return { token, email: link.email };
}

/** Throws UnprocessableEntityException for all who come second, and if the link was mailed to another address. */
async function spendLink(tx: Tx, { now }: Visit, kind: LinkKind, { token, email }: OpenLink): Promise<void> {
  const link = await useLink(tx, kind, hashToken(token), now);
  if (link?.email !== email) throw linkEnded();
}

function linkEnded(): UnprocessableEntityException {
  return new UnprocessableEntityException('This link was used already, or its time is over. Ask for a new one.');
}

/** A confirmed registration: the person gets a login and becomes a user. Throws BadRequestException for an unfit password. */
export async function register(
  site: Site,
  ways: readonly SignInWay[],
  visit: Visit,
  link: OpenLink,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<Entry> {
  const { email, passwordHash } = await prepareLogin(site, ways, visit, link, password);
  return completeSignIn(site, visit, {
    method: 'carillon',
    lifetimeMs: ownSessionMs,
    event: { name: 'UserRegistration', method: 'carillon' },
    async resolve(tx) {
      await spendLink(tx, visit, 'Registration', link);
      if (!(await insertLogin(tx, { email, passwordHash, now: visit.now }))) {
        throw new ConflictException('This address is registered already. Sign in, or have a new password mailed.');
      }
      return named(tx, await enter(tx, site, email, visit.now), name);
    },
  });
}

/** The login that a new password makes. Throws what requireOwnLogin, checkNewPassword and hashNewPassword throw. */
async function prepareLogin(
  site: Site,
  ways: readonly SignInWay[],
  visit: Visit,
  link: OpenLink,
  password: string,
): Promise<{ email: string; passwordHash: string }> {
  const email = await requireOwnLogin(site, ways, visit, link.email);
  checkNewPassword(password, email);
  return { email, passwordHash: await hashNewPassword(site, password) };
}

/** Whoever has no name yet is called so. */
export async function named(tx: Tx, user: UserRow, name: string): Promise<UserRow> {
  const wanted = toName(name);
  if (user.display_name !== null || wanted === '') return user;
  await setDisplayName(tx, user.id, wanted);
  return { ...user, display_name: wanted };
}

const nameLengthMax = 100;

/** A name as it is stored: on one line, and no longer than names are. */
export function toName(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()
    .slice(0, nameLengthMax)
    .toWellFormed();
}

/** Signs in whoever reads the mailbox. */
export async function signInByLink(site: Site, ways: readonly SignInWay[], visit: Visit, link: OpenLink): Promise<Entry> {
  const email = await requireOwnLogin(site, ways, visit, link.email);
  return completeSignIn(site, visit, {
    method: 'carillon',
    lifetimeMs: ownSessionMs,
    event: { name: 'UserAuthentication', method: 'link' },
    async resolve(tx) {
      await spendLink(tx, visit, 'SignIn', link);
      await lockLogin(tx, email);
      return enter(tx, site, email, visit.now);
    },
  });
}

/** A new password for whoever reads the mailbox: every other device is signed out, and every other link ends. */
export async function resetPassword(
  site: Site,
  ways: readonly SignInWay[],
  visit: Visit,
  link: OpenLink,
  password: string,
): Promise<Entry> {
  const { email, passwordHash } = await prepareLogin(site, ways, visit, link, password);
  return completeSignIn(site, visit, {
    method: 'carillon',
    lifetimeMs: ownSessionMs,
    event: { name: 'ResetPassword', method: 'link' },
    async resolve(tx) {
      await spendLink(tx, visit, 'PasswordReset', link);
      if (!(await setPassword(tx, { email, passwordHash, now: visit.now }))) throw linkEnded();
      await dropLinks(tx, email);
      await endSessions(
        tx,
        (await lockProfiles(tx, email)).map(({ id }) => id),
      );
      return enter(tx, site, email, visit.now);
    },
  });
}
