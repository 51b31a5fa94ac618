import type { z } from 'zod';
import type { AlexaForBusinessMetadata } from '../shapes/user.ts';
import { supportedLicenses, type AccountRow } from '../store/accounts.ts';
import type { License } from '../store/schema.ts';
import type { UserRow } from '../store/users.ts';
import type { Refusal } from './batch.ts';

/** What a call asks to change of a user; what is undefined stays as it is. */
export interface AskedChange {
  readonly LicenseType?: License | undefined;
  readonly UserType?: UserRow['user_type'] | undefined;
  readonly AlexaForBusinessMetadata?: z.output<typeof AlexaForBusinessMetadata> | undefined;
}

/** Why the change cannot be made, if it cannot. */
export function refuseChange(account: AccountRow, user: UserRow, change: AskedChange): Refusal | undefined {
  const { LicenseType: license, AlexaForBusinessMetadata: alexa } = change;
  if (alexa?.IsAlexaForBusinessEnabled || alexa?.AlexaForBusinessRoomArn !== undefined) {
    return { code: 'BadRequest', message: 'Carillon has no Alexa for Business. Leave AlexaForBusinessMetadata out.' };
  }
  if (license === undefined) return undefined;
  const byDirectory = account.type === 'EnterpriseDirectory' || user.managed_by === 'directory';
  const byIdentityProvider = account.type === 'EnterpriseOIDC' && user.managed_by === 'oidc';
  if (byDirectory || byIdentityProvider) {
    return {
      code: 'Unprocessable',
      message: `The license of user ${user.id} is assigned by your ${byDirectory ? 'directory' : 'identity provider'}. Change the user's groups there, or the groups' licenses with AddOrUpdateGroups.`,
    };
  }
  const unsupported = licenseUnsupported(account, license);
  return unsupported === undefined ? undefined : { code: 'BadRequest', message: unsupported };
}

/** What to say if the account does not support the license. */
export function licenseUnsupported(account: AccountRow, license: License): string | undefined {
  const supported = supportedLicenses(account);
  if (supported.includes(license)) return undefined;
  return `Account ${account.name} does not support the ${license} license, only ${supported.join(', ')}. Choose one of these, or add it with UpdateSupportedLicenses.`;
}
