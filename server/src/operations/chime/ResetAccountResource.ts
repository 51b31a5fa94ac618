import { z } from 'zod';
import { ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { AccountResource, revision } from '../../shapes/resource.ts';

export const ResetAccountResource = operation({
  action: {
    name: 'ResetAccountResource',
    access: 'Write',
    summary: 'Resets the account resource in your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/resource', operation: 'reset', status: 200 },
  input: z.object({ AccountId: accountId, Revision: revision }),
  output: z.object({ Resource: AccountResource, Revision: revision }),
  errors: [NotFoundException, ConflictException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', Revision: '7f3c9a1e' },
});
