import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { Account } from '../../shapes/account.ts';

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
});
