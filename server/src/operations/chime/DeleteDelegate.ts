import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { delegateId } from '../../shapes/delegate.ts';
import { deleteDelegate, getDelegateOfEitherSide, lockAccountOfDelegate } from '../../store/delegates.ts';

export const DeleteDelegate = operation({
  action: {
    name: 'DeleteDelegate',
    access: 'Write',
    summary: 'Deletes delegated AWS account management from your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/delegates/{DelegateId}', status: 204 },
  input: z.object({ AccountId: accountId, DelegateId: delegateId }),
  output: nothing,
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DelegateId: '01981a2b-3c4d-7e5f-8a6b-00000000de1e' },
  async handler({ tx }, { AccountId, DelegateId }) {
    const delegate = await getDelegateOfEitherSide(tx, AccountId, DelegateId);
    await lockAccountOfDelegate(tx, delegate);
    // Gone meanwhile: what was asked for is the case.
    await deleteDelegate(tx, delegate);
    const { owner_aws_account_id: owner, delegate_aws_account_id: invited, state } = delegate;
    // Who never accepted has no part in it: nobody writes into the audit trail of whom they only invited.
    if (tx.awsAccountId !== owner) tx.concerned.add(owner);
    else if (state === 'Accepted') tx.concerned.add(invited);
    return {};
  },
});
