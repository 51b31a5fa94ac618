import { removeFromAllGroups } from './account-groups.ts';
import type { AccountRow } from './accounts.ts';
import { toBatches } from './batches.ts';
import type { Tx } from './database.ts';
import { cancelInvites } from './invites.ts';
import { endSessions } from './sessions.ts';

/**
 * Removes users whom a directory or an identity provider manages, with all there is about them: they are signed out
 * everywhere, and their addresses may register anew. Their PINs are never issued again. The account is locked by the caller.
 */
export async function removeProfiles(tx: Tx, account: AccountRow, userIds: readonly string[], now: number): Promise<void> {
  await removeFromAllGroups(tx, account, userIds, now);
  for (const batch of toBatches(userIds)) {
    await endSessions(tx, batch);
    await cancelInvites(tx, account, batch);
    for (const table of ['scim_values', 'user_addresses'] as const)
      await tx.query(tx.sql.deleteFrom(table).where('account_id', '=', account.id).where('user_id', 'in', batch));
    for (const table of ['scim_users', 'users'] as const)
      await tx.query(tx.sql.deleteFrom(table).where('account_id', '=', account.id).where('id', 'in', batch));
  }
}
