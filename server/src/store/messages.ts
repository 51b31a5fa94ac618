import { statement, type Tx } from './database.ts';
import type { ConversationRow } from './conversations.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

export type MessageRow = Tables['messages'];

/** A message as the members of its conversation see it. */
export type ShownMessage = MessageRow & {
  /** null = is no user any more. */
  readonly primary_email: UserRow['primary_email'] | null;
  readonly display_name: UserRow['display_name'];
  /** Of its file; null = it has none (any more). */
  readonly file_name: string | null;
  readonly content_type: string | null;
  readonly bytes: number | null;
};

/** Keeps a message. That the sender is a member is the caller's to know. */
export async function insertMessage(tx: Tx, message: MessageRow): Promise<void> {
  await tx.run(insertMessageRow, message);
}

const insertMessageRow = statement<MessageRow>('insertConversationMessage', (sql, param) =>
  sql.insertInto('messages').values({
    conversation_id: param('conversation_id'),
    id: param('id'),
    account_id: param('account_id'),
    sender_id: param('sender_id'),
    content: param('content'),
    created_at: param('created_at'),
    redacted_at: param('redacted_at'),
    redacted_by: param('redacted_by'),
  }),
);

/** One page of what was said, the newest first, before the message `before`. */
export async function listMessages(tx: Tx, { id }: ConversationRow, before: string, size: number): Promise<Page<ShownMessage>> {
  return toPage(await tx.all(selectMessages, { conversationId: id, before, limit: size + 1 }), size, (message) => message.id);
}

const selectMessages = statement<{ conversationId: string; before: string; limit: number }, ShownMessage>(
  'selectConversationMessages',
  (sql, param) =>
    sql
      .selectFrom('messages')
      .leftJoin('users', 'users.id', 'messages.sender_id')
      .leftJoin('attachments', (join) =>
        join.onRef('attachments.account_id', '=', 'messages.account_id').onRef('attachments.id', '=', 'messages.id'),
      )
      .selectAll('messages')
      .select(['users.primary_email', 'users.display_name', 'attachments.file_name', 'attachments.content_type', 'attachments.bytes'])
      .where('messages.conversation_id', '=', param('conversationId'))
      .where('messages.id', '<', param('before'))
      .orderBy('messages.id', 'desc')
      .limit(param('limit')),
);

/** What names a message for whoever takes it out. */
export interface Redaction {
  readonly conversationId: string;
  readonly id: string;
  /** Id of the user, or ARN of the principal. */
  readonly by: string;
  readonly now: number;
}

/**
 * Takes out what a message says; that something was said stays. Its file is `removeAttachment`'s.
 * Answers false if it is not there or was taken out before.
 */
export async function redactMessage(tx: Tx, redaction: Redaction): Promise<boolean> {
  return (await tx.run(updateRedacted, redaction)) > 0;
}

const updateRedacted = statement<Redaction>('redactConversationMessage', (sql, param) =>
  sql
    .updateTable('messages')
    .set({ content: '', redacted_at: param('now'), redacted_by: param('by') })
    .where('conversation_id', '=', param('conversationId'))
    .where('id', '=', param('id'))
    .where('redacted_at', 'is', null),
);

/** The message, redacted or not. */
export async function findMessage(tx: Tx, conversationId: string, id: string): Promise<MessageRow | undefined> {
  return tx.first(selectMessage, { conversationId, id });
}

const selectMessage = statement<{ conversationId: string; id: string }, MessageRow>('selectConversationMessage', (sql, param) =>
  sql.selectFrom('messages').selectAll().where('conversation_id', '=', param('conversationId')).where('id', '=', param('id')),
);
