import type { AccountRow } from './accounts.ts';
import { asTenant, statement, type Tx } from './database.ts';
import { withdrawMessages } from './outbox.ts';
import type { Tables } from './schema.ts';

/** Whoever shows the token within the time may join. */
export async function insertInvite(tx: Tx, invite: Omit<Tables['invites'], 'accepted_at'>): Promise<void> {
  await tx.run(insertPendingInvite, invite);
}

const insertPendingInvite = statement<Omit<Tables['invites'], 'accepted_at'>>('insertPendingInvite', (sql, param) =>
  sql.insertInto('invites').values({
    id: param('id'),
    account_id: param('account_id'),
    user_id: param('user_id'),
    email: param('email'),
    token_hash: param('token_hash'),
    outbox_id: param('outbox_id'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
  }),
);

/** Ends these users' invitations to the account: the tokens are worth nothing any more, and what is unsent stays unsent. */
export async function cancelInvites(tx: Tx, account: AccountRow, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const cancelled = await tx.query(
    tx.sql.deleteFrom('invites').where('account_id', '=', account.id).where('user_id', 'in', userIds).returning('outbox_id'),
  );
  await withdrawMessages(
    asTenant(tx, account.aws_account_id),
    cancelled.map(({ outbox_id }) => outbox_id),
  );
}
