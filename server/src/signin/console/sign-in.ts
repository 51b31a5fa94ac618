import { UnauthorizedClientException } from '../../errors.ts';
import { newAccessKeyId, newSecretAccessKey } from '../../iam/ids.ts';
import { preparePassword, type PreparedPassword } from '../../iam/passwords.ts';
import { insertConsoleSession } from '../../store/console-sessions.ts';
import type { Tx } from '../../store/database.ts';
import { findAwsAccountId } from '../../store/iam-account-aliases.ts';
import {
  changePassword,
  findLoginProfile,
  findPasswordRules,
  readPasswordState,
  type LoginProfile,
} from '../../store/iam-login-profiles.ts';
import { listMfaDevicesOfUser } from '../../store/iam-mfa.ts';
import { findUser, type IamUser } from '../../store/iam-users.ts';
import { hashToken, newToken } from '../../store/link-tokens.ts';
import { notePasswordUse } from '../../store/password-use.ts';
import { useMfaCode } from '../../store/mfa-codes.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { sealSession, type SessionClaims } from '../../store/session-tokens.ts';
import { setCookie } from '../cookies.ts';
import { verifyPassword } from '../passwords.ts';
import { acquit, admitAttempt } from '../throttle.ts';
import type { Site, Visit } from '../way.ts';
import { auditConsoleLogin } from './audit.ts';
import { dayMs } from '../../shapes/timestamp.ts';

/** After so long everybody signs in anew, as in AWS's console. */
export const consoleSessionMs = 12 * 60 * 60_000;

/** What somebody types at the console's door. */
export interface ConsoleCredentials {
  /** AWS account id or alias. */
  readonly account: string;
  readonly userName: string;
  readonly password: string;
  /** Six digits of a virtual MFA device. */
  readonly code?: string | undefined;
  /** In the place of one that must be changed. */
  readonly newPassword?: string | undefined;
}

/** Signed in, or what is still to be typed. The password was right. */
export type ConsoleEntry =
  | { readonly kind: 'entered'; readonly cookie: string }
  | { readonly kind: 'wanting'; readonly code: boolean; readonly newPassword: boolean };

/** One answer for every wrong piece: which one it was is nothing to tell a stranger. */
const wrong = 'The account, the user name or the password is wrong, or the user has no password for the console.';

/**
 * Signs an IAM user in to the console. Throws UnauthorizedClientException, ThrottledClientException,
 * ServiceUnavailableException, or PasswordPolicyViolation for a new password that the account's rules refuse.
 */
export async function signInToConsole(site: Site, visit: Visit, given: ConsoleCredentials): Promise<ConsoleEntry> {
  const { database } = site;
  const account = given.account.trim().toLowerCase();
  const who = `console ${account} ${given.userName.trim().toLowerCase()}`;
  await database.write('', (tx) => admitAttempt(tx, site, visit, who, '; or ask an administrator for a new password'));
  const awsAccountId = await database.read('', (tx) => findAwsAccountId(tx, account));
  const known = awsAccountId === undefined ? undefined : await database.read(awsAccountId, (tx) => findHolder(tx, given.userName.trim()));
  const isRight = await verifyPassword(site, given.password, known && { password_hash: known.profile.passwordHash });
  if (awsAccountId === undefined) throw new UnauthorizedClientException(wrong);
  const refuse = async (message: string, hasShownMfa = false): Promise<never> => {
    const event = { userName: given.userName, user: known?.user, hasShownMfa, refusal: 'Failed authentication' };
    await database.write(awsAccountId, (tx) => auditConsoleLogin(tx, visit, event));
    throw new UnauthorizedClientException(message);
  };
  if (!isRight || !known) return refuse(wrong);
  const wants = { code: known.serialNumbers.length > 0, newPassword: mustChange(known, visit.now) };
  if ((wants.code && !given.code) || (wants.newPassword && !given.newPassword)) return { kind: 'wanting', ...wants };
  const mfa = wants.code ? await showCode(site, awsAccountId, known, given.code ?? '', visit.now) : undefined;
  if (wants.code && !mfa) return refuse('The code is wrong or was used before. Wait for the next one, then try again.');
  const prepared = wants.newPassword ? await prepareNewPassword(site, awsAccountId, known, given.newPassword ?? '') : undefined;
  const cookie = await database.write(awsAccountId, async (tx) => {
    if (prepared) {
      await changePassword(await beginIdentityChange(tx), known.profile, { password: prepared, mustChange: false, now: visit.now });
    }
    await acquit(tx, site, visit, who);
    await notePasswordUse(tx, known.user.id, visit.now);
    return startConsoleSession(tx, site, visit, known.user, mfa);
  });
  return { kind: 'entered', cookie };
}

/** Hashing takes long, so no transaction waits for it. Throws PasswordPolicyViolation, ServiceUnavailableException. */
async function prepareNewPassword(
  site: Site,
  awsAccountId: string,
  { user, profile }: Holder,
  password: string,
): Promise<PreparedPassword> {
  const state = await site.database.read(awsAccountId, (tx) => readPasswordState(tx, user, profile));
  return site.hashing.pass(() => preparePassword(password, state, site.random));
}

/** Starts a session for a user who has just proven who they are, with its audit event. Answers a whole Set-Cookie value. */
export async function startConsoleSession(
  tx: Tx,
  { random, database }: Site,
  visit: Visit,
  user: IamUser,
  mfa?: SessionClaims['mfa'],
): Promise<string> {
  const { now } = visit;
  const { awsAccountId } = tx;
  const token = newToken(random);
  const expiresAt = now + consoleSessionMs;
  const claims: SessionClaims = {
    accessKeyId: newAccessKeyId(random, 'ASIA'),
    secretAccessKey: newSecretAccessKey(random),
    awsAccountId,
    ownerId: user.id,
    issuedAt: now,
    expiresAt,
    policyArns: [],
    tags: {},
    transitiveTags: {},
    mfa,
  };
  await insertConsoleSession(tx, {
    token_hash: hashToken(token),
    aws_account_id: awsAccountId,
    user_id: user.id,
    credentials: sealSession(database.vault, claims),
    has_mfa: mfa ? 1 : 0,
    role_credentials: null,
    created_at: now,
    expires_at: expiresAt,
    last_seen_at: now,
  });
  await auditConsoleLogin(tx, visit, { userName: user.name, user, hasShownMfa: mfa !== undefined });
  return setCookie(visit, 'console', token, consoleSessionMs);
}

/** A user who can sign in, and how. */
interface Holder {
  readonly user: IamUser;
  readonly profile: LoginProfile;
  /** Of the user's virtual MFA devices. */
  readonly serialNumbers: readonly string[];
  /** Days after which the account wants another password. */
  readonly ageMaxDays: number | undefined;
}

async function findHolder(tx: Tx, userName: string): Promise<Holder | undefined> {
  const user = await findUser(tx, userName);
  const profile = user && (await findLoginProfile(tx, user.id));
  if (!profile) return undefined;
  const devices = await listMfaDevicesOfUser(tx, user.id);
  const rules = await findPasswordRules(tx);
  return { user, profile, serialNumbers: devices.map(({ serialNumber }) => serialNumber), ageMaxDays: rules?.MaxPasswordAge };
}

function mustChange({ profile, ageMaxDays }: Holder, now: number): boolean {
  return profile.mustChange || (ageMaxDays !== undefined && now - profile.changedAt > ageMaxDays * dayMs);
}

/** The device whose code this is. The code is used up, whatever follows. */
async function showCode(
  { database }: Site,
  awsAccountId: string,
  { user, serialNumbers }: Holder,
  code: string,
  now: number,
): Promise<SessionClaims['mfa'] | undefined> {
  for (const serialNumber of serialNumbers) {
    const use = { serialNumber, userId: user.id, code: code.replaceAll(/\s/g, ''), now };
    if (await database.write(awsAccountId, (tx) => useMfaCode(tx, use))) return { serialNumber, userId: user.id, at: now };
  }
  return undefined;
}
