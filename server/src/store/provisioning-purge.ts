import type { Tx } from './database.ts';

/** Deletes all that identity providers and directories brought to these accounts, which are being purged. */
export async function purgeProvisioning(tx: Tx, accountIds: readonly string[]): Promise<void> {
  for (const table of [
    'api_keys',
    'scim_log',
    'scim_settings',
    'scim_values',
    'scim_users',
    'license_groups',
    'account_group_members',
    'account_groups',
  ] as const)
    await tx.query(tx.sql.deleteFrom(table).where('account_id', 'in', accountIds));
}
