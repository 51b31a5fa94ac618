import { z } from 'zod';
import { refuseChange } from '../../chime/user-change.ts';
import { toUser } from '../../chime/user-output.ts';
import { BadRequestException, invariant, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, license, userId } from '../../shapes/common.ts';
import { AlexaForBusinessMetadata, User, userType } from '../../shapes/user.ts';
import { lockAccount } from '../../store/accounts.ts';
import { getUser, updateUser } from '../../store/users.ts';

export const UpdateUser = operation({
  name: 'UpdateUser',
  summary: 'Updates the license and the type of an Amazon Chime user',
  mutates: true,
  needs: { actions: ['UpdateUserLicenses'] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users/{UserId}', status: 200 },
  input: z.object({
    AccountId: accountId,
    UserId: userId,
    LicenseType: license.optional(),
    UserType: userType.optional(),
    AlexaForBusinessMetadata: AlexaForBusinessMetadata.optional(),
  }),
  output: z.object({ User: User.optional() }),
  errors: [BadRequestException, NotFoundException, UnprocessableEntityException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001',
    LicenseType: 'Pro',
  },
  async handler({ tx }, { AccountId, UserId, ...change }) {
    const account = await lockAccount(tx, AccountId);
    const user = await getUser(tx, AccountId, UserId);
    const refusal = refuseChange(account, user, change);
    if (refusal) throw new (refusal.code === 'BadRequest' ? BadRequestException : UnprocessableEntityException)(refusal.message);
    const updated = await updateUser(tx, user, { license: change.LicenseType, userType: change.UserType });
    invariant(updated, 'Users leave an account only while it is locked.');
    return { User: toUser(updated) };
  },
});
