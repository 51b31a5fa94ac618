import { z } from 'zod';
import { decideBatch } from '../../chime/batch.ts';
import { refuseChange } from '../../chime/user-change.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, license, userId } from '../../shapes/common.ts';
import { AlexaForBusinessMetadata, userErrorList, userType } from '../../shapes/user.ts';
import { lockAccount } from '../../store/accounts.ts';
import { updateUser } from '../../store/users.ts';

const UpdateUserRequestItem = z
  .object({
    UserId: userId,
    LicenseType: license.optional(),
    UserType: userType.optional(),
    AlexaForBusinessMetadata: AlexaForBusinessMetadata.optional(),
  })
  .meta({ id: 'UpdateUserRequestItem' });

export const BatchUpdateUser = operation({
  name: 'BatchUpdateUser',
  summary: 'Updates the licenses and the types of up to 20 Amazon Chime users',
  mutates: true,
  needs: { actions: ['UpdateUserLicenses'] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users', status: 200 },
  input: z.object({
    AccountId: accountId,
    UpdateUserRequestItems: z.array(UpdateUserRequestItem).max(20).meta({ id: 'UpdateUserRequestItemList' }),
  }),
  output: z.object({ UserErrors: userErrorList.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    UpdateUserRequestItems: [{ UserId: '01981a2b-3c4d-7e5f-8a6b-000000000001', LicenseType: 'Basic' }],
  },
  async handler({ tx }, { AccountId, UpdateUserRequestItems }) {
    const account = await lockAccount(tx, AccountId);
    const { accepted, userErrors } = await decideBatch(tx, account, UpdateUserRequestItems, (user, item) =>
      refuseChange(account, user, item),
    );
    for (const { user, item } of accepted) await updateUser(tx, user, { license: item.LicenseType, userType: item.UserType });
    return { UserErrors: userErrors };
  },
});
