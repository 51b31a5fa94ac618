import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { toOpenIdConfig } from '../../chime/openid-output.ts';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Account } from '../../shapes/account.ts';
import { OpenIdConfig } from '../../shapes/open-id.ts';
import { getAccount } from '../../store/accounts.ts';
import { findOpenIdConfig } from '../../store/openid-configs.ts';

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
  async handler({ tx, publicUrl }, { AccountId }) {
    const account = await getAccount(tx, AccountId);
    const config = await findOpenIdConfig(tx, account.id);
    return { Account: toAccount(account), OpenIdConfig: config && toOpenIdConfig(config, publicUrl) };
  },
});
