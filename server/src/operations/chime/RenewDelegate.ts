import { z } from 'zod';
import { NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Delegate, delegateId } from '../../shapes/delegate.ts';

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
  errors: [NotFoundException, UnprocessableEntityException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DelegateId: '0198f3a2-b7c2-7d33-9e10-1a2b3c4d5e6f' },
});
