import type { z } from 'zod';
import type { Group, GroupError } from '../shapes/group.ts';
import { findAccountGroupByName, type AccountGroupRow, type GroupSource } from '../store/account-groups.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import type { ShownLicenseGroup } from '../store/license-groups.ts';

/** A group that gives a license, as the wire shows it. */
export function toGroup(row: ShownLicenseGroup): z.input<typeof Group> {
  return {
    GroupName: row.group_name,
    LicenseType: row.license_type,
    Source: row.source === 'directory' ? 'ActiveDirectory' : 'SCIM',
    MemberCount: row.member_count,
    Status: row.missing === 1 ? 'Missing' : 'Active',
  };
}

/** The group of exactly this name that the account's directory or identity provider has brought. */
export async function findGroupByExactName(tx: Tx, account: AccountRow, name: string): Promise<AccountGroupRow | undefined> {
  for (const source of sourcesOf(account)) {
    const group = await findAccountGroupByName(tx, account, source, name);
    if (group?.name === name) return group;
  }
  return undefined;
}

/** Groups may be mapped before the directory is connected or the identity provider configured: then both are looked at. */
function sourcesOf({ type }: AccountRow): readonly GroupSource[] {
  if (type === 'EnterpriseDirectory') return ['directory'];
  return type === 'EnterpriseOIDC' ? ['scim'] : ['scim', 'directory'];
}

/** What to answer for a name that no group has. */
export function groupNotFound(GroupName: string): z.input<typeof GroupError> {
  return {
    GroupName,
    ErrorCode: 'NotFound',
    ErrorMessage: `No group is named exactly ${GroupName}. If it is new, the systems may not have synchronised yet: check that the directory or the identity provider pushes it, and try again later.`,
  };
}
