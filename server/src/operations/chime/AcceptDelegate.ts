import { z } from 'zod';
import { toDelegate } from '../../chime/delegate-output.ts';
import { NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Delegate, delegateId } from '../../shapes/delegate.ts';
import { acceptDelegate, getReceivedDelegate } from '../../store/delegates.ts';

export const AcceptDelegate = operation({
  action: {
    name: 'AcceptDelegate',
    access: 'Write',
    summary: 'Accepts the delegate invitation to share management of an Amazon Chime account with another AWS Account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/delegates/{DelegateId}', operation: 'accept', status: 200 },
  input: z.object({ DelegateId: delegateId }),
  output: z.object({ Delegate }),
  errors: [NotFoundException, UnprocessableEntityException],
  example: { DelegateId: '01981a2b-3c4d-7e5f-8a6b-00000000de1e' },
  async handler({ tx, now, principal }, { DelegateId }) {
    const accepted = await acceptDelegate(tx, DelegateId, { by: principal.arn, now });
    const delegate = await getReceivedDelegate(tx, DelegateId);
    // Whoever accepts twice has accepted.
    if (!accepted && delegate.state !== 'Accepted') {
      throw new UnprocessableEntityException(
        `The invitation to account ${delegate.account_name} has expired. Ask AWS account ${delegate.owner_aws_account_id} to renew it with RenewDelegate, then accept it.`,
      );
    }
    tx.concerned.add(delegate.owner_aws_account_id);
    return { Delegate: toDelegate(delegate, now) };
  },
});
