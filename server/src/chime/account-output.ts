import type { z } from 'zod';
import type { Account } from '../shapes/account.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import { supportedLicenses, type AccountRow } from '../store/accounts.ts';
import { signinDelegateGroups } from '../store/signin-delegate-groups.ts';

/** An account as the wire shows it. */
export function toAccount(row: AccountRow): z.input<typeof Account> {
  const delegates = signinDelegateGroups(row);
  return {
    AwsAccountId: row.aws_account_id,
    AccountId: row.id,
    Name: row.name,
    AccountType: row.type,
    CreatedTimestamp: toTimestamp(row.created_at),
    DefaultLicense: row.default_license,
    SupportedLicenses: supportedLicenses(row),
    AccountStatus: row.status,
    SigninDelegateGroups: delegates.length === 0 ? undefined : delegates.map((GroupName) => ({ GroupName })),
  };
}
