import { z } from 'zod';
import { license, nonEmptyString, timestamp } from './common.ts';

export const accountName = z
  .string()
  .min(1)
  .max(100)
  .regex(/.*\S.*/)
  .meta({ id: 'AccountName' });

export const accountType = z.enum(['Team', 'EnterpriseDirectory', 'EnterpriseLWA', 'EnterpriseOIDC']).meta({ id: 'AccountType' });

export const Account = z
  .object({
    AwsAccountId: z.string(),
    AccountId: z.string(),
    Name: z.string(),
    AccountType: accountType.optional(),
    CreatedTimestamp: timestamp.optional(),
    DefaultLicense: license.optional(),
    SupportedLicenses: z.array(license).meta({ id: 'LicenseList' }).optional(),
    AccountStatus: z.enum(['Suspended', 'Active']).meta({ id: 'AccountStatus' }).optional(),
    SigninDelegateGroups: z
      .array(z.object({ GroupName: nonEmptyString.optional() }).meta({ id: 'SigninDelegateGroup' }))
      .meta({ id: 'SigninDelegateGroupList' })
      .optional(),
  })
  .meta({ id: 'Account' });

export const AccountSettings = z
  .object({ DisableRemoteControl: z.boolean().optional(), EnableDialOut: z.boolean().optional() })
  .meta({ id: 'AccountSettings' });
