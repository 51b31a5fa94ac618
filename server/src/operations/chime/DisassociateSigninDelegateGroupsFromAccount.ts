import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { lockAccount } from '../../store/accounts.ts';
import { setSigninDelegateGroups, signinDelegateGroups } from '../../store/signin-delegate-groups.ts';

export const DisassociateSigninDelegateGroupsFromAccount = operation({
  name: 'DisassociateSigninDelegateGroupsFromAccount',
  summary: 'Disassociates the specified sign-in delegate groups from the specified Amazon Chime account',
  needs: { actions: ['DeleteGroups'] },
  mutates: true,
  http: { method: 'POST', path: '/accounts/{AccountId}', operation: 'disassociate-signin-delegate-groups', status: 200 },
  input: z.object({ AccountId: accountId, GroupNames: z.array(z.string()).min(1).meta({ id: 'NonEmptyStringList' }) }),
  output: nothing,
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', GroupNames: ['Service desk'] },
  async handler({ tx }, { AccountId, GroupNames }) {
    const account = await lockAccount(tx, AccountId);
    const associated = signinDelegateGroups(account);
    const absent = GroupNames.find((name) => !associated.includes(name));
    if (absent !== undefined) {
      throw new NotFoundException(`${absent} is no sign-in delegate group of account ${account.name}. GetAccount names those it has.`);
    }
    await setSigninDelegateGroups(
      tx,
      account,
      associated.filter((name) => !GroupNames.includes(name)),
    );
    return {};
  },
});
