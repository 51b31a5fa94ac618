import { z } from 'zod';
import { NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Delegate, delegateId } from '../../shapes/delegate.ts';

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
  example: { DelegateId: '0198f3a2-b7c2-7d33-9e10-1a2b3c4d5e6f' },
});
