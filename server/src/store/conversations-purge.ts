import type { Tx } from './database.ts';

/**
 * Removes what the people of these accounts have sent each other, with the exports of it. The contents of their files
 * are noted to be deleted from the object store.
 */
export async function purgeConversations(tx: Tx, accountIds: readonly string[]): Promise<void> {
  const contents = tx.sql
    .selectFrom('attachment_contents')
    .select(({ val }) => ['object_key', val(0).as('due_at'), val(0).as('deleting')])
    .where('account_id', 'in', accountIds);
  await tx.query(tx.sql.insertInto('discarded_objects').columns(['object_key', 'due_at', 'deleting']).expression(contents));
  for (const table of ['attachments', 'attachment_contents', 'attachment_usage', 'retention_settings', 'data_exports'] as const) {
    await tx.query(tx.sql.deleteFrom(table).where('account_id', 'in', accountIds));
  }
  // Messages and members go with them.
  await tx.query(tx.sql.deleteFrom('conversations').where('account_id', 'in', accountIds));
}
