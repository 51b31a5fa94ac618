import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { domainOfAddress } from '../../domains/name.ts';
import { isMailAddress } from '../../mail/address.ts';
import { invitationMail } from '../../mail/invitation.ts';
import { operation, type Ctx } from '../../operation.ts';
import { accountId, emailAddress } from '../../shapes/common.ts';
import { Invite, userType } from '../../shapes/user.ts';
import { lockAccount, type AccountRow } from '../../store/accounts.ts';
import { findVerifiedDomain } from '../../store/domains.ts';
import { cancelInvites, insertInvite } from '../../store/invites.ts';
import { hashToken, newToken } from '../../store/link-tokens.ts';
import { asTenant, type Tx } from '../../store/database.ts';
import { addToOutbox } from '../../store/outbox.ts';
import { drawPin } from '../../store/pins.ts';
import { deleteProfiles } from '../../store/profiles.ts';
import { findUsersByEmail, insertUser, reinviteUser, type UserRow } from '../../store/users.ts';

const lifetimeDays = 7;
const lifetimeMs = lifetimeDays * 24 * 60 * 60 * 1000;

export const InviteUsers = operation({
  action: { name: 'InviteUsers', access: 'Write', summary: 'Invites new users to an Amazon Chime account', dependsOn: [] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users', operation: 'add', status: 201 },
  input: z.object({
    AccountId: accountId,
    UserEmailList: z.array(emailAddress).max(50).meta({ id: 'UserEmailList' }),
    UserType: userType.optional(),
  }),
  output: z.object({ Invites: z.array(Invite).meta({ id: 'InviteList' }).optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserEmailList: ['ana@example.com', 'bo@example.com'] },
  async handler(ctx, { AccountId, UserEmailList, UserType }) {
    const account = await lockAccount(ctx.tx, AccountId);
    if (account.type !== 'Team') {
      throw new BadRequestException(
        `Account ${account.name} is an Enterprise account: users join it by signing in with an address of a domain it has claimed. Only Team accounts invite users.`,
      );
    }
    const addresses = [...new Set(UserEmailList.map((email) => email.toLowerCase()).filter(isMailAddress))];
    const known = new Map((await findUsersByEmail(ctx.tx, account, addresses)).map((user) => [user.primary_email, user]));
    const claimed = await findClaimedDomains(ctx.tx, addresses);
    const invites = new Map<string, WireInvite>();
    for (const address of addresses) {
      const user = known.get(address);
      const conflict = claimed.has(domainOfAddress(address) ?? '')
        ? 'is of a domain that another account has claimed: whoever registers with it joins that account'
        : hasJoined(user)
          ? `already is a user of account ${account.name}`
          : undefined;
      invites.set(
        address,
        conflict === undefined ? await invite(ctx, account, address, user, UserType) : refused('Conflict', address, conflict),
      );
    }
    // An answer per address of the request, in its order: who is named twice got one mail and shows up twice.
    return {
      Invites: UserEmailList.map(
        (email) => invites.get(email.toLowerCase()) ?? refused('BadRequest', email, 'is no plain mail address such as ana@example.com'),
      ),
    };
  },
});

function hasJoined(user: UserRow | undefined): boolean {
  return user?.registration_status === 'Registered' || user?.registration_status === 'Suspended';
}

/** Those of the addresses' domains that an account has proved; a Team has proved none. */
async function findClaimedDomains(tx: Tx, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const claimed = new Set<string>();
  for (const name of new Set(addresses.map((address) => domainOfAddress(address) ?? ''))) {
    if (await findVerifiedDomain(tx, name)) claimed.add(name);
  }
  return claimed;
}

type WireInvite = z.input<typeof Invite>;

function refused(code: 'BadRequest' | 'Conflict', address: string, why: string): WireInvite {
  return { Status: 'Failed', EmailAddress: address, ErrorCode: code, ErrorMessage: `${address} ${why}. No invitation was sent.` };
}

/**
 * Invites an address; whoever has been invited before keeps license and PIN, and only the new invitation counts. Who was
 * released with a domain starts anew: the address may be another person's by now.
 */
async function invite(
  ctx: Ctx,
  account: AccountRow,
  address: string,
  found: UserRow | undefined,
  type: UserRow['user_type'] | undefined,
): Promise<WireInvite> {
  const { tx, now } = ctx;
  const isReleased = found?.registration_status === 'Released';
  if (found && isReleased) await deleteProfiles(tx, [found.id]);
  const known = isReleased ? undefined : found;
  const user = known ?? (await addUser(ctx, account, address, type ?? 'PrivateUser'));
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
  return { InviteId: id, Status: 'Pending', EmailAddress: address, EmailStatus: message.status };
}

async function addUser(
  { tx, now, newId, random }: Ctx,
  account: AccountRow,
  address: string,
  type: UserRow['user_type'],
): Promise<UserRow> {
  const user: UserRow = {
    account_id: account.id,
    id: newId(),
    primary_email: address,
    display_name: null,
    display_name_folded: null,
    license_type: account.default_license,
    user_type: type,
    registration_status: 'Unregistered',
    invitation_status: 'Pending',
    pin: await drawPin(tx, random, now),
    managed_by: 'carillon',
    source_active: 1,
    invited_on: now,
    registered_on: null,
    created_at: now,
  };
  await insertUser(tx, user);
  return user;
}
