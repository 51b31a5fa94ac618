import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { BadRequestException, ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account } from '../../shapes/account.ts';
import { accountId, license } from '../../shapes/common.ts';
import { lockAccount, setLicenses } from '../../store/accounts.ts';
import { countGroupLicenses } from '../../store/license-groups.ts';
import { countLicenses, replaceInvitedLicenses } from '../../store/users.ts';

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
    const byDefault = DefaultLicense ?? account.default_license;
    if (!SupportedLicenses.includes(byDefault)) {
      throw new BadRequestException(
        DefaultLicense === undefined
          ? `The default license of account ${account.name}, ${byDefault}, is not among the SupportedLicenses. Give a DefaultLicense that is.`
          : `The DefaultLicense ${byDefault} is not among the SupportedLicenses ${SupportedLicenses.join(', ')}. Choose one of these.`,
      );
    }
    const dropped = (await countLicenses(tx, account)).filter((held) => !SupportedLicenses.includes(held.license));
    if (dropped.length > 0) {
      const held = dropped.map(({ license: tier, count }) => `${count} ${count === 1 ? 'user holds' : 'users hold'} ${tier}`).join(' and ');
      throw new ConflictException(`${held} in account ${account.name}. Move them to another license with UpdateUserLicenses first.`);
    }
    const given = (await countGroupLicenses(tx, account)).filter((group) => !SupportedLicenses.includes(group.license));
    if (given.length > 0) {
      const groups = given
        .map(({ license: tier, count }) => `${count} ${count === 1 ? 'group gives' : 'groups give'} ${tier}`)
        .join(' and ');
      throw new ConflictException(
        `${groups} in account ${account.name}. Give them another license with AddOrUpdateGroups, or none with DeleteGroups, first.`,
      );
    }
    await replaceInvitedLicenses(tx, account, SupportedLicenses, byDefault);
    return { Account: toAccount(await setLicenses(tx, account, SupportedLicenses, byDefault)) };
  },
});
