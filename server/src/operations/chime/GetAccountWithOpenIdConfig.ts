import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Account } from '../../shapes/account.ts';
import { OpenIdConfig } from '../../shapes/open-id.ts';

export const GetAccountWithOpenIdConfig = operation({
  action: {
    name: 'GetAccountWithOpenIdConfig',
    access: 'Read',
    summary: 'Gets the account details and OpenIdConfig attributes for your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/openid-config', status: 200 },
  input: z.object({ AccountId: accountId }),
  output: z.object({ Account, OpenIdConfig: OpenIdConfig.describe('Absent if the account has none.').optional() }),
  errors: [NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
});
