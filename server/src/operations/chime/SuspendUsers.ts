import { z } from 'zod';
import { decideBatch, eachOnce } from '../../chime/batch.ts';
import { refuseManaged, refuseReleased } from '../../chime/managed-users.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { userErrorList, userIdList } from '../../shapes/user.ts';
import { lockAccount } from '../../store/accounts.ts';
import { removeUsers, suspendUsers } from '../../store/suspensions.ts';

export const SuspendUsers = operation({
  action: { name: 'SuspendUsers', access: 'Write', summary: 'Suspend users from an Amazon Chime enterprise account', dependsOn: [] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users', operation: 'suspend', status: 200 },
  sdkAlias: 'BatchSuspendUser',
  input: z.object({ AccountId: accountId, UserIdList: userIdList }),
  output: z.object({ UserErrors: userErrorList.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserIdList: ['01981a2b-3c4d-7e5f-8a6b-000000000001'] },
  async handler({ tx }, { AccountId, UserIdList }) {
    const account = await lockAccount(tx, AccountId);
    const { accepted, userErrors } = await decideBatch(
      tx,
      account,
      eachOnce(UserIdList),
      (user) => refuseManaged(account, user) ?? (account.type === 'Team' ? undefined : refuseReleased(user)),
    );
    const ids = accepted.map(({ user }) => user.id);
    if (account.type === 'Team') await removeUsers(tx, account, ids);
    else await suspendUsers(tx, account, ids);
    return { UserErrors: userErrors };
  },
});
