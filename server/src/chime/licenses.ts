import { BadRequestException, ConflictException } from '../errors.ts';
import { setLicenses, type AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { countGroupLicenses } from '../store/license-groups.ts';
import type { License } from '../store/schema.ts';
import { countLicenses, replaceInvitedLicenses } from '../store/users.ts';

/**
 * Gives the locked account these licenses; whoever is only invited with another one gets the default one. Throws
 * BadRequestException unless `byDefault` is supported, and ConflictException while users hold, or groups give, a license that goes.
 */
export async function changeLicenses(
  tx: Tx,
  account: AccountRow,
  supported: readonly License[],
  given: License | undefined,
): Promise<AccountRow> {
  const byDefault = given ?? account.default_license;
  if (!supported.includes(byDefault)) {
    throw new BadRequestException(
      given === undefined
        ? `The default license of account ${account.name}, ${byDefault}, is not among the SupportedLicenses. Give a DefaultLicense that is.`
        : `The DefaultLicense ${byDefault} is not among the SupportedLicenses ${supported.join(', ')}. Choose one of these.`,
    );
  }
  const dropped = (await countLicenses(tx, account)).filter((held) => !supported.includes(held.license));
  if (dropped.length > 0) {
    const held = dropped.map(({ license: tier, count }) => `${count} ${count === 1 ? 'user holds' : 'users hold'} ${tier}`).join(' and ');
    throw new ConflictException(`${held} in account ${account.name}. Move them to another license with UpdateUserLicenses first.`);
  }
  const giving = (await countGroupLicenses(tx, account)).filter((group) => !supported.includes(group.license));
  if (giving.length > 0) {
    const groups = giving
      .map(({ license: tier, count }) => `${count} ${count === 1 ? 'group gives' : 'groups give'} ${tier}`)
      .join(' and ');
    throw new ConflictException(
      `${groups} in account ${account.name}. Give them another license with AddOrUpdateGroups, or none with DeleteGroups, first.`,
    );
  }
  await replaceInvitedLicenses(tx, account, supported, byDefault);
  return setLicenses(tx, account, supported, byDefault);
}
