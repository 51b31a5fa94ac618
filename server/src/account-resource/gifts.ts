import type { AccountGroupRow } from '../store/account-groups.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { LicenseGroupRow } from '../store/license-groups.ts';
import { uniqueGroups, type ResourceDocument } from './document.ts';

/** A group, and the license its members get. */
export type Gift = Pick<LicenseGroupRow, 'group_id' | 'group_name' | 'license_type'>;

/**
 * What groups give once the document has been applied: as it says, but where directory and identity provider have brought groups of one
 * name, the one that is not shown stays as it is. Pure. @param found groups that the document gives a license, or another one
 */
export function planGifts(
  account: AccountRow,
  groups: readonly LicenseGroupRow[],
  { Groups }: Pick<ResourceDocument, 'Groups'>,
  found: ReadonlyMap<string, Pick<AccountGroupRow, 'id'>>,
): Gift[] {
  const licenses = new Map(Groups.map(({ GroupName, LicenseType }) => [GroupName, LicenseType]));
  const shown = new Set(uniqueGroups(account, groups));
  const kept = groups.flatMap((group): Gift[] => {
    const license = licenses.get(group.group_name);
    if (license === undefined) return [];
    return [{ ...group, license_type: shown.has(group) ? license : group.license_type }];
  });
  const known = new Set(groups.map(({ group_id }) => group_id));
  const added = [...found].flatMap(([name, { id }]): Gift[] => {
    const license = licenses.get(name);
    return license === undefined || known.has(id) ? [] : [{ group_id: id, group_name: name, license_type: license }];
  });
  return [...kept, ...added];
}
