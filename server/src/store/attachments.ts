import { statement, type Tx } from './database.ts';
import { releaseContent } from './attachment-contents.ts';
import type { Member } from './conversations.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

export type AttachmentRow = Tables['attachments'];

/** A file and where its content is. */
export type StoredAttachment = AttachmentRow & { readonly object_key: string };

/** A file as a list of files shows it. */
export type ListedAttachment = AttachmentRow & {
  readonly kind: Tables['conversations']['kind'];
  readonly name: string | null;
  /** Of whoever sent it; null = is no user any more. */
  readonly primary_email: UserRow['primary_email'] | null;
  readonly display_name: UserRow['display_name'];
};

/** Keeps a file whose content the account has, with the message of the same id. */
export async function insertAttachment(tx: Tx, attachment: AttachmentRow): Promise<void> {
  await tx.run(insertAttachmentRow, attachment);
}

const insertAttachmentRow = statement<AttachmentRow>('insertSentFile', (sql, param) =>
  sql.insertInto('attachments').values({
    account_id: param('account_id'),
    id: param('id'),
    conversation_id: param('conversation_id'),
    uploaded_by: param('uploaded_by'),
    file_name: param('file_name'),
    content_type: param('content_type'),
    bytes: param('bytes'),
    sha256: param('sha256'),
    created_at: param('created_at'),
  }),
);

/** The file, if this person is in the conversation it was sent to. */
export async function findOwnAttachment(tx: Tx, member: Member, id: string): Promise<StoredAttachment | undefined> {
  return tx.first(selectOwnAttachment, { ...member, id });
}

const selectOwnAttachment = statement<Member & { id: string }, StoredAttachment>('selectSentFile', (sql, param) =>
  sql
    .selectFrom('attachments')
    .innerJoin('conversation_members', 'conversation_members.conversation_id', 'attachments.conversation_id')
    .innerJoin('attachment_contents', (join) =>
      join
        .onRef('attachment_contents.account_id', '=', 'attachments.account_id')
        .onRef('attachment_contents.sha256', '=', 'attachments.sha256'),
    )
    .selectAll('attachments')
    .select('attachment_contents.object_key')
    .where('attachments.account_id', '=', param('accountId'))
    .where('attachments.id', '=', param('id'))
    .where('conversation_members.user_id', '=', param('userId')),
);

/** One page of the files in the person's conversations, the newest first, before the file `before`. */
export async function listOwnAttachments(tx: Tx, member: Member, before: string, size: number): Promise<Page<ListedAttachment>> {
  return toPage(await tx.all(selectOwnAttachments, { ...member, before, limit: size + 1 }), size, ({ id }) => id);
}

const selectOwnAttachments = statement<Member & { before: string; limit: number }, ListedAttachment>('selectSentFiles', (sql, param) =>
  sql
    .selectFrom('conversation_members')
    .innerJoin('conversations', 'conversations.id', 'conversation_members.conversation_id')
    .innerJoin('attachments', 'attachments.conversation_id', 'conversations.id')
    .leftJoin('users', 'users.id', 'attachments.uploaded_by')
    .selectAll('attachments')
    .select(['conversations.kind', 'conversations.name', 'users.primary_email', 'users.display_name'])
    .where('conversation_members.user_id', '=', param('userId'))
    .where('conversations.account_id', '=', param('accountId'))
    .where('attachments.id', '<', param('before'))
    .orderBy('attachments.id', 'desc')
    .limit(param('limit')),
);

/** Removes a file, and its content with the last file that has it. Answers whether it was there. */
export async function removeAttachment(tx: Tx, accountId: string, id: string, now: number): Promise<boolean> {
  const removed = await tx.first(deleteAttachment, { accountId, id });
  if (removed) await releaseContent(tx, accountId, removed.sha256, now);
  return removed !== undefined;
}

const deleteAttachment = statement<{ accountId: string; id: string }, Pick<AttachmentRow, 'sha256'>>('deleteSentFile', (sql, param) =>
  sql.deleteFrom('attachments').where('account_id', '=', param('accountId')).where('id', '=', param('id')).returning('sha256'),
);
