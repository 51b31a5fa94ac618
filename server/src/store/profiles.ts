import { removeFromAllGroups } from './account-groups.ts';
import type { AccountRow } from './accounts.ts';
import { toBatches } from './batches.ts';
import type { Tx } from './database.ts';
import { cancelInvites } from './invites.ts';
import { endSessions } from './sessions.ts';

/**
 * Removes users of the account for good, with everything that is theirs: they are gone from the directory or identity
 * provider that brought them. Their PINs are never issued again. The account is locked by the caller.
 */
export async function removeProfiles(tx: Tx, account: AccountRow, userIds: readonly string[]): Promise<void> {
  for (const ids of toBatches(userIds)) {
    await endSessions(tx, ids);
    await cancelInvites(tx, account, ids);
    await removeFromAllGroups(tx, account, ids);
    await tx.query(tx.sql.deleteFrom('user_addresses').where('account_id', '=', account.id).where('user_id', 'in', ids));
    await tx.query(tx.sql.deleteFrom('directory_users').where('account_id', '=', account.id).where('user_id', 'in', ids));
    await tx.query(tx.sql.deleteFrom('users').where('account_id', '=', account.id).where('id', 'in', ids));
  }
}
