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
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
});
