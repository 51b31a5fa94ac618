import { z } from 'zod';
import { invitationLifetimeMs, mailInvitation } from '../../chime/delegate-invitation.ts';
import { toDelegate } from '../../chime/delegate-output.ts';
import { ForbiddenException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Delegate, delegateId } from '../../shapes/delegate.ts';
import { lockOwnAccount } from '../../store/accounts.ts';
import { getDelegate, renewDelegate, withdrawInvitation } from '../../store/delegates.ts';

export const RenewDelegate = operation({
  action: {
    name: 'RenewDelegate',
    access: 'Write',
    summary: 'Renews the delegation request associated with an Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/delegates/{DelegateId}', operation: 'renew', status: 200 },
  input: z.object({ AccountId: accountId, DelegateId: delegateId }),
  output: z.object({ Delegate }),
  errors: [ForbiddenException, NotFoundException, UnprocessableEntityException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DelegateId: '01981a2b-3c4d-7e5f-8a6b-00000000de1e' },
  async handler(ctx, { AccountId, DelegateId }) {
    const { tx, now, principal } = ctx;
    const account = await lockOwnAccount(tx, AccountId);
    const delegate = await getDelegate(tx, account, DelegateId);
    // Only the newest mail counts: one that has not left yet does not leave any more.
    await withdrawInvitation(tx, delegate);
    const { delegate_aws_account_id: delegateAwsAccountId, email } = delegate;
    const outboxId = await mailInvitation(ctx, account, { delegateId: delegate.id, delegateAwsAccountId, email });
    const renewal = { id: delegate.id, outboxId, by: principal.arn, expiresAt: now + invitationLifetimeMs };
    if (!(await renewDelegate(tx, renewal))) {
      throw new UnprocessableEntityException(
        `AWS account ${delegateAwsAccountId} has accepted and manages account ${account.name} until DeleteDelegate ends that. There is nothing to renew.`,
      );
    }
    return { Delegate: toDelegate(await getDelegate(tx, account, DelegateId), now) };
  },
});
