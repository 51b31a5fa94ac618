import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** How long an account keeps what its people write and send. */
export type RetentionRow = Tables['retention_settings'];

/** Row absent = for good. */
export async function findRetention(tx: Tx, accountId: string): Promise<RetentionRow | undefined> {
  return tx.first(selectRetention, { accountId });
}

const selectRetention = statement<{ accountId: string }, RetentionRow>('selectRetention', (sql, param) =>
  sql.selectFrom('retention_settings').selectAll().where('account_id', '=', param('accountId')),
);

export async function putRetention(tx: Tx, retention: RetentionRow): Promise<void> {
  await tx.run(upsertRetention, retention);
}

const upsertRetention = statement<RetentionRow>('putRetention', (sql, param) =>
  sql
    .insertInto('retention_settings')
    .values({
      account_id: param('account_id'),
      room_days: param('room_days'),
      conversation_days: param('conversation_days'),
      deletes_from: param('deletes_from'),
    })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(({ ref }) => ({
        room_days: ref('excluded.room_days'),
        conversation_days: ref('excluded.conversation_days'),
        deletes_from: ref('excluded.deletes_from'),
      })),
    ),
);

/** From now on the account keeps everything for good. */
export async function deleteRetention(tx: Tx, accountId: string): Promise<void> {
  await tx.run(deleteRetentionRow, { accountId });
}

const deleteRetentionRow = statement<{ accountId: string }>('deleteRetention', (sql, param) =>
  sql.deleteFrom('retention_settings').where('account_id', '=', param('accountId')),
);

/** One batch of the settings by which something may be deleted now, in the order of the accounts, after the account `after`. */
export async function listRetentions(tx: Tx, now: number, after: string, limit: number): Promise<RetentionRow[]> {
  return tx.all(selectRetentions, { now, after, limit });
}

const selectRetentions = statement<{ now: number; after: string; limit: number }, RetentionRow>('selectRetentions', (sql, param) =>
  sql
    .selectFrom('retention_settings')
    .selectAll()
    .where('deletes_from', '<=', param('now'))
    .where('account_id', '>', param('after'))
    .orderBy('account_id')
    .limit(param('limit')),
);
