import type { Tx } from './database.ts';
import { cancelInvitesOfAnyTenant } from './invites.ts';
import { endSessions } from './sessions.ts';

/** Profiles that one statement names. */
const chunk = 500;

/** Removes profiles for good, of whatever account: what hangs on them goes with them, and their sessions end. */
export async function deleteProfiles(tx: Tx, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += chunk) {
    const some = ids.slice(from, from + chunk);
    await endSessions(tx, some);
    await cancelInvitesOfAnyTenant(tx, some);
    await tx.query(tx.sql.deleteFrom('user_addresses').where('user_id', 'in', some));
    await tx.query(tx.sql.deleteFrom('account_group_members').where('user_id', 'in', some));
    await tx.query(tx.sql.deleteFrom('scim_values').where('user_id', 'in', some));
    await tx.query(tx.sql.deleteFrom('scim_users').where('id', 'in', some));
    await tx.query(tx.sql.deleteFrom('directory_users').where('user_id', 'in', some));
    await tx.query(tx.sql.deleteFrom('users').where('id', 'in', some));
  }
}
