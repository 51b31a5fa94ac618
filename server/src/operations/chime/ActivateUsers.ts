import { z } from 'zod';
import { decideBatch, eachOnce } from '../../chime/batch.ts';
import { refuseManaged } from '../../chime/managed-users.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { userErrorList, userIdList } from '../../shapes/user.ts';
import { lockAccount } from '../../store/accounts.ts';
import { activateUsers } from '../../store/suspensions.ts';

export const ActivateUsers = operation({
  action: { name: 'ActivateUsers', access: 'Write', summary: 'Activates users in an Amazon Chime enterprise account', dependsOn: [] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users', operation: 'unsuspend', status: 200 },
  sdkAlias: 'BatchUnsuspendUser',
  input: z.object({ AccountId: accountId, UserIdList: userIdList }),
  output: z.object({ UserErrors: userErrorList.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', UserIdList: ['01981a2b-3c4d-7e5f-8a6b-000000000001'] },
  async handler({ tx }, { AccountId, UserIdList }) {
    const account = await lockAccount(tx, AccountId);
    if (account.type !== 'EnterpriseLWA') {
      throw new BadRequestException(
        account.type === 'Team'
          ? `Account ${account.name} is a Team account, whose suspended users are removed from it. Invite them again with InviteUsers.`
          : `The users of account ${account.name} are managed by your directory or identity provider. Activate them there.`,
      );
    }
    const { accepted, userErrors } = await decideBatch(tx, account, eachOnce(UserIdList), (user) =>
      user.registration_status === 'Suspended' ? refuseManaged(account, user) : undefined,
    );
    await activateUsers(
      tx,
      account,
      accepted.map(({ user }) => user.id),
    );
    return { UserErrors: userErrors };
  },
});
