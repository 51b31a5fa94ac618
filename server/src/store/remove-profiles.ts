import { removeFromAllGroups } from './account-groups.ts';
import type { AccountRow } from './accounts.ts';
import type { Tx } from './database.ts';
import { deleteProfiles } from './profiles.ts';

/**
 * Removes users whom an identity provider manages, with all there is about them: their groups have changed, they are signed out
 * everywhere, and their addresses may register anew. Their PINs are never issued again. The account is locked by the caller.
 */
export async function removeProfiles(tx: Tx, account: AccountRow, userIds: readonly string[], now: number): Promise<void> {
  await removeFromAllGroups(tx, account, userIds, now);
  await deleteProfiles(tx, userIds);
}
