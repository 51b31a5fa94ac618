import { z } from 'zod';
import { findClaimedDomains } from '../../chime/claimed-domains.ts';
import { hasJoined, inviteUser, type Invitation } from '../../chime/invite-user.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { domainOfAddress } from '../../domains/name.ts';
import { isMailAddress } from '../../mail/address.ts';
import { operation } from '../../operation.ts';
import { accountId, emailAddress } from '../../shapes/common.ts';
import { Invite, userType } from '../../shapes/user.ts';
import { lockAccount } from '../../store/accounts.ts';
import { findUsersByEmail } from '../../store/users.ts';

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
        conflict === undefined
          ? toInvite(address, await inviteUser(ctx, account, address, { found: user, type: UserType }))
          : refused('Conflict', address, conflict),
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

type WireInvite = z.input<typeof Invite>;

function refused(code: 'BadRequest' | 'Conflict', address: string, why: string): WireInvite {
  return { Status: 'Failed', EmailAddress: address, ErrorCode: code, ErrorMessage: `${address} ${why}. No invitation was sent.` };
}

function toInvite(address: string, { id, emailStatus }: Invitation): WireInvite {
  return { InviteId: id, Status: 'Pending', EmailAddress: address, EmailStatus: emailStatus };
}
