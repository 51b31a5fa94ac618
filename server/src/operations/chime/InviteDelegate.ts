import { z } from 'zod';
import { invitationLifetimeMs, mailInvitation } from '../../chime/delegate-invitation.ts';
import { toDelegate } from '../../chime/delegate-output.ts';
import {
  BadRequestException,
  ConflictException,
  ForbiddenException,
  NotFoundException,
  ResourceLimitExceededException,
} from '../../errors.ts';
import { isMailAddress } from '../../mail/address.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, emailAddress } from '../../shapes/common.ts';
import { awsAccountId, Delegate } from '../../shapes/delegate.ts';
import { lockOwnAccount, type AccountRow } from '../../store/accounts.ts';
import type { Tx } from '../../store/database.ts';
import { countDelegates, findDelegateOf, insertDelegate } from '../../store/delegates.ts';

/** Delegates of one account, invited ones included. */
const delegatesMax = 100;

export const InviteDelegate = operation({
  action: {
    name: 'InviteDelegate',
    access: 'Write',
    summary: 'Sends an invitation to accept a request for AWS account delegation for an Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/delegates', status: 201 },
  input: z.object({
    AccountId: accountId,
    DelegateAwsAccountId: awsAccountId,
    EmailAddress: emailAddress.describe('Where to send the invitation, besides showing it to the invited AWS account.').optional(),
    ClientRequestToken: clientRequestToken.optional(),
  }),
  output: z.object({ Delegate }),
  errors: [BadRequestException, ForbiddenException, NotFoundException, ConflictException, ResourceLimitExceededException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DelegateAwsAccountId: '444455556666', EmailAddress: 'it@partner.example' },
  async handler(ctx, { AccountId, DelegateAwsAccountId, EmailAddress }) {
    const { tx, now, principal } = ctx;
    const account = await lockOwnAccount(tx, AccountId);
    if (DelegateAwsAccountId === account.aws_account_id) {
      throw new BadRequestException(`AWS account ${DelegateAwsAccountId} owns account ${account.name}. Invite another AWS account.`);
    }
    if (EmailAddress !== undefined && !isMailAddress(EmailAddress)) {
      throw new BadRequestException(`${EmailAddress} is no plain mail address such as ana@example.com. No invitation was sent.`);
    }
    await refuseAnother(tx, account, DelegateAwsAccountId, now);
    const invited = { delegateId: ctx.newId(), delegateAwsAccountId: DelegateAwsAccountId, email: EmailAddress?.toLowerCase() ?? null };
    const delegate = {
      account_id: account.id,
      delegate_aws_account_id: DelegateAwsAccountId,
      id: invited.delegateId,
      state: 'Pending' as const,
      email: invited.email,
      outbox_id: await mailInvitation(ctx, account, invited),
      invited_by: principal.arn,
      created_at: now,
      expires_at: now + invitationLifetimeMs,
      accepted_by: null,
      accepted_at: null,
    };
    await insertDelegate(tx, delegate);
    return { Delegate: toDelegate({ ...delegate, owner_aws_account_id: account.aws_account_id, account_name: account.name }, now) };
  },
});

/** Whether the invited AWS account exists is not looked at: it would tell everybody which ones there are. */
async function refuseAnother(tx: Tx, account: AccountRow, awsAccountId: string, now: number): Promise<void> {
  const known = await findDelegateOf(tx, account, awsAccountId);
  if (known) {
    const { id, state, expires_at: expiresAt } = known;
    throw new ConflictException(
      state === 'Accepted'
        ? `AWS account ${awsAccountId} is a delegate of account ${account.name} already.`
        : `AWS account ${awsAccountId} has an invitation to account ${account.name} already, which ${expiresAt > now ? 'waits to be accepted' : 'has expired'}. Renew it with RenewDelegate, DelegateId ${id}.`,
    );
  }
  if ((await countDelegates(tx, account)) >= delegatesMax) {
    throw new ResourceLimitExceededException(
      `Account ${account.name} has ${delegatesMax} delegates, the most it can have. Remove one with DeleteDelegate first.`,
    );
  }
}
