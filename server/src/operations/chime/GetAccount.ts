import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account } from '../../shapes/account.ts';
import { accountId } from '../../shapes/common.ts';
import { getAccount } from '../../store/accounts.ts';

export const GetAccount = operation({
  action: { name: 'GetAccount', access: 'Read', summary: 'Gets the account details for an Amazon Chime account', dependsOn: [] },
  http: { method: 'GET', path: '/accounts/{AccountId}', status: 200 },
  input: z.object({ AccountId: accountId }),
  output: z.object({ Account: Account.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async view({ tx }, { AccountId }) {
    return { Account: toAccount(await getAccount(tx, AccountId)) };
  },
});
