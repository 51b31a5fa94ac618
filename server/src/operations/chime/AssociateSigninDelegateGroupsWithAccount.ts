import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { findGroupByExactName } from '../../chime/license-groups.ts';
import { Account } from '../../shapes/account.ts';
import { lockAccount } from '../../store/accounts.ts';
import { setSigninDelegateGroups, signinDelegateGroups } from '../../store/signin-delegate-groups.ts';

/** Groups that an account may have associated. */
const groupsMax = 100;

export const AssociateSigninDelegateGroupsWithAccount = operation({
  name: 'AssociateSigninDelegateGroupsWithAccount',
  summary: 'Associates the specified sign-in delegate groups with the specified Amazon Chime account',
  needs: { actions: ['AddOrUpdateGroups'] },
  mutates: true,
  http: { method: 'POST', path: '/accounts/{AccountId}', operation: 'associate-signin-delegate-groups', status: 200 },
  input: z.object({ AccountId: accountId, SigninDelegateGroups: Account.shape.SigninDelegateGroups.unwrap() }),
  output: nothing,
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', SigninDelegateGroups: [{ GroupName: 'Service desk' }] },
  async handler({ tx }, { AccountId, SigninDelegateGroups }) {
    const account = await lockAccount(tx, AccountId);
    const names = SigninDelegateGroups.map(({ GroupName }) => {
      if (GroupName === undefined) throw new BadRequestException('Each of the SigninDelegateGroups needs a GroupName.');
      return GroupName;
    });
    const associated = [...new Set([...signinDelegateGroups(account), ...names])];
    if (associated.length > groupsMax) {
      throw new BadRequestException(`An account has at most ${groupsMax} sign-in delegate groups; this would make ${associated.length}.`);
    }
    for (const name of names) {
      if (!(await findGroupByExactName(tx, account, name))) {
        throw new NotFoundException(
          `Account ${account.name} has no group named exactly ${name}. If it is new, its directory or identity provider may not have synchronised yet.`,
        );
      }
    }
    await setSigninDelegateGroups(tx, account, associated);
    return {};
  },
});
