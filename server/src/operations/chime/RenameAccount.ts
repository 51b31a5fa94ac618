import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account, accountName } from '../../shapes/account.ts';
import { accountId } from '../../shapes/common.ts';
import { renameAccount } from '../../store/accounts.ts';

export const RenameAccount = operation({
  action: {
    name: 'RenameAccount',
    access: 'Write',
    summary: 'Modifies the account name for your Amazon Chime enterprise or team account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}', operation: 'rename', status: 200 },
  input: z.object({ AccountId: accountId, Name: accountName }),
  output: z.object({ Account: Account.optional() }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', Name: 'Acme Europe' },
  async handler({ tx }, { AccountId, Name }) {
    return { Account: toAccount(await renameAccount(tx, AccountId, Name)) };
  },
});
