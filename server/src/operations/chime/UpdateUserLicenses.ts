import { z } from 'zod';
import { decideBatch, eachOnce } from '../../chime/batch.ts';
import { licenseUnsupported, refuseChange } from '../../chime/user-change.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, license } from '../../shapes/common.ts';
import { userErrorList, userIdList } from '../../shapes/user.ts';
import { lockAccount } from '../../store/accounts.ts';
import { updateUser } from '../../store/users.ts';

export const UpdateUserLicenses = operation({
  action: { name: 'UpdateUserLicenses', access: 'Write', summary: 'Manages the licenses for your Amazon Chime users', dependsOn: [] },
  http: { method: 'POST', path: '/accounts/{AccountId}/users', operation: 'update-licenses', status: 200 },
  input: z.object({ AccountId: accountId, UserIdList: userIdList, LicenseType: license }),
  output: z.object({ UserErrors: userErrorList.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: {
    AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b',
    UserIdList: ['01981a2b-3c4d-7e5f-8a6b-000000000001'],
    LicenseType: 'Basic',
  },
  async handler({ tx }, { AccountId, UserIdList, LicenseType }) {
    const account = await lockAccount(tx, AccountId);
    const unsupported = licenseUnsupported(account, LicenseType);
    if (unsupported !== undefined) throw new BadRequestException(unsupported);
    const { accepted, userErrors } = await decideBatch(tx, account, eachOnce(UserIdList), (user) =>
      refuseChange(account, user, { LicenseType }),
    );
    for (const { user } of accepted) await updateUser(tx, user, { license: LicenseType });
    return { UserErrors: userErrors };
  },
});
