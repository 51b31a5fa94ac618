import type { Tx } from './database.ts';

/** Ends every session of these users, on all their devices. */
export async function endSessions(tx: Tx, userIds: readonly string[]): Promise<void> {
  if (userIds.length > 0) await tx.query(tx.sql.deleteFrom('user_sessions').where('user_id', 'in', userIds));
}
