import { z } from 'zod';
import { BadRequestException, ForbiddenException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { deleteAccount, lockOwnAccount } from '../../store/accounts.ts';
import { countUsers } from '../../store/users.ts';

export const DeleteAccount = operation({
  action: { name: 'DeleteAccount', access: 'Write', summary: 'Deletes an Amazon Chime account', dependsOn: [] },
  http: { method: 'DELETE', path: '/accounts/{AccountId}', status: 204 },
  input: z.object({ AccountId: accountId }),
  output: nothing,
  errors: [BadRequestException, ForbiddenException, NotFoundException, UnprocessableEntityException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx, now }, { AccountId }) {
    const account = await lockOwnAccount(tx, AccountId);
    if (account.type !== 'Team') {
      throw new UnprocessableEntityException(
        `Account ${account.name} still has claimed domains. Remove them with DeleteDomain (ListDomains names them), then delete the account.`,
      );
    }
    const users = await countUsers(tx, account);
    if (users > 0) {
      throw new UnprocessableEntityException(
        `Account ${account.name} still has ${users} ${users === 1 ? 'user' : 'users'}, invited ones included. Remove them with SuspendUsers (ListUsers names them), then delete the account.`,
      );
    }
    await deleteAccount(tx, account, now);
    return {};
  },
});
