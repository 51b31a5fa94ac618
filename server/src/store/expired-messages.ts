import { removeAttachment } from './attachments.ts';
import { statement, type Tx } from './database.ts';

/** What has had its time: what was said in rooms of an account, or in its other conversations, before an instant. */
export interface Expiry {
  readonly accountId: string;
  readonly isRoom: boolean;
  /** Epoch milliseconds. */
  readonly before: number;
}

/** One batch of the conversations whose first message has had its time, in the order of their ids, after the conversation `after`. */
export async function listExpiring(tx: Tx, { accountId, isRoom, before }: Expiry, after: string, limit: number): Promise<string[]> {
  const found = await tx.all(isRoom ? selectExpiringRooms : selectExpiringConversations, { accountId, before, after, limit });
  return found.map(({ id }) => id);
}

const selectExpiringRooms = selectExpiring('selectExpiringRooms', '=');
const selectExpiringConversations = selectExpiring('selectExpiringConversations', '<>');

function selectExpiring(name: string, comparison: '=' | '<>') {
  return statement<{ accountId: string; before: number; after: string; limit: number }, { id: string }>(name, (sql, param) =>
    sql
      .selectFrom('conversations')
      .select('id')
      .where('account_id', '=', param('accountId'))
      .where('id', '>', param('after'))
      .where('kind', comparison, 'Room')
      .where(({ eb, selectFrom }) =>
        eb(
          selectFrom('messages')
            .select('created_at')
            .whereRef('messages.conversation_id', '=', 'conversations.id')
            .orderBy('messages.id')
            .limit(1),
          '<',
          param('before'),
        ),
      )
      .orderBy('id')
      .limit(param('limit')),
  );
}

/** Deletes some of the oldest messages of a conversation that were sent before an instant, with their files. Answers how many. */
export async function deleteExpired(
  tx: Tx,
  { accountId, before }: Expiry,
  conversationId: string,
  { now, limit }: { now: number; limit: number },
): Promise<number> {
  const oldest = await tx.all(selectOldestMessages, { conversationId, limit });
  const expired = oldest.filter(({ created_at }) => created_at < before);
  for (const { id } of expired) await removeAttachment(tx, accountId, id, now);
  await tx.runEach(
    deleteMessage,
    expired.map(({ id }) => ({ conversationId, id })),
  );
  return expired.length;
}

const selectOldestMessages = statement<{ conversationId: string; limit: number }, { id: string; created_at: number }>(
  'selectOldestMessages',
  (sql, param) =>
    sql
      .selectFrom('messages')
      .select(['id', 'created_at'])
      .where('conversation_id', '=', param('conversationId'))
      .orderBy('id')
      .limit(param('limit')),
);

const deleteMessage = statement<{ conversationId: string; id: string }>('deleteConversationMessage', (sql, param) =>
  sql.deleteFrom('messages').where('conversation_id', '=', param('conversationId')).where('id', '=', param('id')),
);
