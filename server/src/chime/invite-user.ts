import { invitationMail } from '../mail/invitation.ts';
import { dayMs } from '../shapes/timestamp.ts';
import type { AccountRow } from '../store/accounts.ts';
import { asTenant, type Tx } from '../store/database.ts';
import { cancelInvites, insertInvite } from '../store/invites.ts';
import { hashToken, newToken } from '../store/link-tokens.ts';
import { addToOutbox, type OutboxRow } from '../store/outbox.ts';
import { drawPin } from '../store/pins.ts';
import { deleteProfiles } from '../store/profiles.ts';
import { insertUser, reinviteUser, type UserRow } from '../store/users.ts';

const lifetimeDays = 7;
const lifetimeMs = lifetimeDays * dayMs;

/** What an operation brings along. */
interface Surroundings {
  readonly tx: Tx;
  readonly now: number;
  newId(): string;
  random(bytes: number): Uint8Array;
  nudge(job: string): void;
}

/** An invitation that waits to be accepted. */
export interface Invitation {
  readonly id: string;
  readonly user: UserRow;
  readonly emailStatus: OutboxRow['status'];
}

interface Invited {
  /** Whom the account has with the address already. */
  readonly found: UserRow | undefined;
  /** Absent = as before; for somebody new a private user. */
  readonly type: UserRow['user_type'] | undefined;
  readonly name?: string | undefined;
}

/** Whether the user is one already, and not only invited. */
export function hasJoined(user: UserRow | undefined): boolean {
  return user?.registration_status === 'Registered' || user?.registration_status === 'Suspended';
}

/**
 * Invites an address; whoever has been invited before keeps license and PIN, and only the new invitation counts. Who was
 * released with a domain starts anew: the address may be another person's by now.
 */
export async function inviteUser(
  ctx: Surroundings,
  account: AccountRow,
  address: string,
  { found, type, name }: Invited,
): Promise<Invitation> {
  const { tx, now } = ctx;
  const isReleased = found?.registration_status === 'Released';
  if (found && isReleased) await deleteProfiles(tx, [found.id]);
  const known = isReleased ? undefined : found;
  const user = known ?? (await addUser(ctx, account, { address, type: type ?? 'PrivateUser', name, isInvited: true }));
  if (known) {
    await cancelInvites(tx, account, [known.id]);
    await reinviteUser(tx, known, type ?? known.user_type, now);
  }
  const token = newToken(ctx.random);
  const message = await addToOutbox(asTenant(tx, account.aws_account_id), {
    id: ctx.newId(),
    accountId: account.id,
    kind: 'UserInvitation',
    recipient: address,
    ...invitationMail(account.name, token, lifetimeDays),
    now,
    expiresAt: now + lifetimeMs,
  });
  ctx.nudge('send-mail');
  const id = ctx.newId();
  await insertInvite(tx, {
    id,
    account_id: account.id,
    user_id: user.id,
    email: address,
    token_hash: hashToken(token),
    outbox_id: message.id,
    created_at: now,
    expires_at: now + lifetimeMs,
  });
  return { id, user, emailStatus: message.status };
}

interface Added {
  readonly address: string;
  readonly type: UserRow['user_type'];
  readonly name: string | undefined;
  /** Otherwise registered at once. */
  readonly isInvited: boolean;
}

/** Adds a user with the account's default license and a PIN. The account is locked, and has nobody of that address. */
export async function addUser(
  { tx, now, newId, random }: Pick<Surroundings, 'tx' | 'now' | 'newId' | 'random'>,
  account: AccountRow,
  { address, type, name, isInvited }: Added,
): Promise<UserRow> {
  const user: UserRow = {
    account_id: account.id,
    id: newId(),
    primary_email: address,
    display_name: name ?? null,
    display_name_folded: name?.toLowerCase() ?? null,
    license_type: account.default_license,
    user_type: type,
    registration_status: isInvited ? 'Unregistered' : 'Registered',
    invitation_status: isInvited ? 'Pending' : null,
    pin: await drawPin(tx, random, now),
    managed_by: 'carillon',
    source_active: 1,
    invited_on: isInvited ? now : null,
    registered_on: isInvited ? null : now,
    created_at: now,
  };
  await insertUser(tx, user);
  return user;
}
