import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';

export const DeleteAccountOpenIdConfig = operation({
  action: {
    name: 'DeleteAccountOpenIdConfig',
    access: 'Write',
    summary: 'Deletes the OpenIdConfig attributes from your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'DELETE', path: '/accounts/{AccountId}/openid-config', status: 204 },
  input: z.object({ AccountId: accountId }),
  output: nothing,
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
});
