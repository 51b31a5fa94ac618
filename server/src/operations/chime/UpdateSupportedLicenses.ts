import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { changeLicenses } from '../../chime/licenses.ts';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account } from '../../shapes/account.ts';
import { accountId, license } from '../../shapes/common.ts';
import { lockAccount } from '../../store/accounts.ts';

export const UpdateSupportedLicenses = operation({
  action: {
    name: 'UpdateSupportedLicenses',
    access: 'Write',
    summary: 'Updates the supported license tiers available for users in your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'PUT', path: '/accounts/{AccountId}/supported-licenses', status: 200 },
  input: z.object({
    AccountId: accountId,
    SupportedLicenses: z.array(license).min(1).max(4).meta({ id: 'SupportedLicenseList' }),
    DefaultLicense: license.optional(),
  }),
  output: z.object({ Account: Account.optional() }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', SupportedLicenses: ['Basic', 'Plus', 'Pro'], DefaultLicense: 'Basic' },
  async handler({ tx }, { AccountId, SupportedLicenses, DefaultLicense }) {
    const account = await lockAccount(tx, AccountId);
    return { Account: toAccount(await changeLicenses(tx, account, SupportedLicenses, DefaultLicense)) };
  },
});
