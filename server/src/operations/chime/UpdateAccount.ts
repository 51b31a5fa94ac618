import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { licenseUnsupported } from '../../chime/user-change.ts';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account, accountName } from '../../shapes/account.ts';
import { accountId, license } from '../../shapes/common.ts';
import { lockAccount, renameAccount, setLicenses, supportedLicenses } from '../../store/accounts.ts';

export const UpdateAccount = operation({
  name: 'UpdateAccount',
  summary: 'Updates the name and the default license of an Amazon Chime account',
  mutates: true,
  needs: {
    actions: ['RenameAccount', 'UpdateSupportedLicenses'],
    // A call that changes nothing still tells whether the account is there.
    from: ({ Name, DefaultLicense }) => [
      ...(Name !== undefined || DefaultLicense === undefined ? ['RenameAccount'] : []),
      ...(DefaultLicense === undefined ? [] : ['UpdateSupportedLicenses']),
    ],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}', status: 200 },
  input: z.object({ AccountId: accountId, Name: accountName.optional(), DefaultLicense: license.optional() }),
  output: z.object({ Account: Account.optional() }),
  errors: [BadRequestException, NotFoundException, ConflictException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DefaultLicense: 'Basic' },
  async handler({ tx }, { AccountId, Name, DefaultLicense }) {
    const renamed = Name === undefined ? undefined : await renameAccount(tx, AccountId, Name);
    const account = renamed ?? (await lockAccount(tx, AccountId));
    if (DefaultLicense === undefined) return { Account: toAccount(account) };
    const unsupported = licenseUnsupported(account, DefaultLicense);
    if (unsupported !== undefined) throw new BadRequestException(unsupported);
    return { Account: toAccount(await setLicenses(tx, account, supportedLicenses(account), DefaultLicense)) };
  },
});
