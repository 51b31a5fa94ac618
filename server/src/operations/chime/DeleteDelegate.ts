import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { delegateId } from '../../shapes/delegate.ts';

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
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DelegateId: '0198f3a2-b7c2-7d33-9e10-1a2b3c4d5e6f' },
});
