import { joinByDomain } from '../domains/join.ts';
import { BadRequestException, ConflictException, UnprocessableEntityException } from '../errors.ts';
import { lockAccountOfAnyTenant } from '../store/account-types.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { acceptInvite, findInvite, type InviteRow } from '../store/invites.ts';
import { hashToken } from '../store/link-tokens.ts';
import { findAccountOfAnyTenant, findProfile, joinInvited, lockProfiles } from '../store/persons.ts';
import type { SignedIn } from '../store/sessions.ts';
import { findLogin, insertLogin, lockLogin } from '../store/user-logins.ts';
import type { UserRow } from '../store/users.ts';
import { named } from './links.ts';
import { ownLogin, ownSessionMs } from './own-login.ts';
import { checkNewPassword, hashNewPassword, verifyPassword } from './passwords.ts';
import { enter } from './person.ts';
import { completeSignIn, type Entry } from './sign-in.ts';
import { acquit, admitAttempt } from './throttle.ts';
import type { Site, Visit } from './way.ts';

/** An invitation as its page shows it. */
export interface OpenInvitation {
  readonly invite: InviteRow;
  readonly account: AccountRow;
  readonly user: UserRow;
  readonly hasLogin: boolean;
}

/** Looks at an invitation without using it up. Throws UnprocessableEntityException saying why it cannot be accepted. */
export async function viewInvitation({ database }: Site, { now }: Visit, token: string): Promise<OpenInvitation> {
  return database.read('', (tx) => readInvitation(tx, token, now));
}

async function readInvitation(tx: Tx, token: string, now: number): Promise<OpenInvitation> {
  const invite = await findInvite(tx, hashToken(token));
  if (!invite) throw ended('There is no such invitation, or it was withdrawn. Ask whoever invited you for a new one.');
  const account = await findAccountOfAnyTenant(tx, invite.account_id);
  const user = await findProfile(tx, invite.user_id);
  const why = whyEnded(invite, account, user, now);
  if (why !== undefined || !account || !user) throw ended(why ?? 'The invitation was withdrawn.');
  return { invite, account, user, hasLogin: (await findLogin(tx, invite.email)) !== undefined };
}

function ended(why: string): UnprocessableEntityException {
  return new UnprocessableEntityException(why);
}

function whyEnded(invite: InviteRow, account: AccountRow | undefined, user: UserRow | undefined, now: number): string | undefined {
  if (!account || account.deleted_at !== null)
    return `The account ${account?.name ?? 'that invited you'} was deleted, and its invitations with it.`;
  if (invite.accepted_at !== null) return `You have accepted the invitation to ${account.name} already. Sign in.`;
  if (user?.account_id !== account.id) return `You are invited to ${account.name} no longer. Ask its administrator for a new invitation.`;
  if (user.registration_status === 'Suspended') return `You are suspended in ${account.name}. Ask its administrator.`;
  if (invite.withdrawn === 1) return `There is a newer invitation to ${account.name} in your mailbox. Open that one.`;
  if (invite.expires_at <= now) return `The invitation to ${account.name} has expired. Ask its administrator for a new one.`;
  if (!ownLogin.serves(account)) return `People of ${account.name} sign in through their organisation now: use the sign-in page.`;
  return undefined;
}

interface Acceptance {
  readonly token: string;
  /** Of whoever has no login yet. */
  readonly name: string;
  readonly password: string;
}

/**
 * Makes the invited person a member and signs them in. Who has no login chooses a password; who has one shows it, or is
 * signed in already. Throws UnprocessableEntityException, BadRequestException, ConflictException or
 * ThrottledClientException; nothing has happened then.
 */
export async function acceptInvitation(site: Site, visit: Visit, acceptance: Acceptance, signedIn: SignedIn | undefined): Promise<Entry> {
  const { token, name, password } = acceptance;
  const { invite, hasLogin } = await viewInvitation(site, visit, token);
  const { email } = invite;
  const isProven = signedIn?.user.primary_email === email;
  const passwordHash = hasLogin || isProven ? undefined : await chooseFirst(site, password, email);
  const provenHash = hasLogin && !isProven ? await proveLogin(site, visit, password, email) : undefined;
  return completeSignIn(site, visit, {
    method: 'carillon',
    lifetimeMs: ownSessionMs,
    event: { name: 'AcceptInvitation', method: 'carillon', parameters: { InviteId: invite.id } },
    async resolve(tx) {
      // First the account, as whoever invites or suspends does.
      await lockAccountOfAnyTenant(tx, invite.account_id);
      if (passwordHash !== undefined && !(await insertLogin(tx, { email, passwordHash, now: visit.now }))) throw passwordChanged();
      const login = await lockLogin(tx, email);
      if (provenHash !== undefined && login?.password_hash !== provenHash) throw passwordChanged();
      if (provenHash !== undefined) await acquit(tx, site, visit, email);
      const user = await join(tx, token, visit.now);
      await joinByDomain(tx, email, { now: visit.now, newId: site.newId });
      // Whoever's domain another account has verified in the meantime is a user of that one now.
      return named(tx, (await findProfile(tx, user.id)) ?? (await enter(tx, site, email, visit.now)), name);
    },
  });
}

function passwordChanged(): ConflictException {
  return new ConflictException('Your password was set while you accepted the invitation. Open the link again and sign in with it.');
}

async function chooseFirst(site: Site, password: string, email: string): Promise<string> {
  checkNewPassword(password, email);
  return hashNewPassword(site, password);
}

/** The stored hash that the password is right for. */
async function proveLogin(site: Site, visit: Visit, password: string, email: string): Promise<string | undefined> {
  await site.database.write('', (tx) => admitAttempt(tx, site, visit, email));
  const login = await site.database.read('', (tx) => findLogin(tx, email));
  if (await verifyPassword(site, password, login)) return login?.password_hash;
  throw new BadRequestException('This is not the password of your login. Try again.');
}

/** In the transaction that signs in: of those who accept at once, one does. */
async function join(tx: Tx, token: string, now: number): Promise<UserRow> {
  const { invite, account, user } = await readInvitation(tx, token, now);
  const profiles = await lockProfiles(tx, invite.email);
  const elsewhere = profiles.find(
    ({ id, account_id, registration_status }) => id !== user.id && account_id !== '' && registration_status === 'Registered',
  );
  if (elsewhere) {
    const other = await findAccountOfAnyTenant(tx, elsewhere.account_id);
    throw new ConflictException(
      `You are a user of ${other?.name ?? 'another account'} already, and a person belongs to one account. Ask its administrator to remove you, then open the invitation to ${account.name} again.`,
    );
  }
  if (!(await acceptInvite(tx, invite, now))) throw ended(`The invitation to ${account.name} was accepted or withdrawn a moment ago.`);
  const free = profiles.find(({ account_id, registration_status }) => account_id === '' && registration_status === 'Registered');
  await joinInvited(tx, user, free, now);
  return user;
}
