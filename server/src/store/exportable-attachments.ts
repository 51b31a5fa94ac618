import type { Expression, Kysely } from 'kysely';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** An attachment as an export lists it. */
export type ExportableAttachment = Pick<
  Tables['attachments'],
  'id' | 'conversation_id' | 'uploaded_by' | 'file_name' | 'bytes' | 'sha256' | 'created_at'
> &
  Pick<Tables['conversations'], 'kind' | 'name'> & {
    readonly object_key: string;
    /** Of whoever has uploaded it; null = is no user any more. */
    readonly primary_email: string | null;
  };

/**
 * One batch of what an export has: attachments that users of the account uploaded to 1:1 and group conversations, and to rooms
 * they created. Source: Amazon Chime Administration Guide, "Requesting user attachments".
 */
export async function listExportable(tx: Tx, accountId: string, after: string, limit: number): Promise<ExportableAttachment[]> {
  return tx.all(selectExportable, { accountId, after, limit });
}

const selectExportable = statement<{ accountId: string; after: string; limit: number }, ExportableAttachment>(
  'selectExportableAttachments',
  (sql, param) =>
    inScope(sql, param('accountId'))
      .innerJoin('attachment_contents', (join) =>
        join
          .onRef('attachment_contents.account_id', '=', 'attachments.account_id')
          .onRef('attachment_contents.sha256', '=', 'attachments.sha256'),
      )
      .leftJoin('users', 'users.id', 'attachments.uploaded_by')
      .select([
        'attachments.id',
        'attachments.conversation_id',
        'attachments.uploaded_by',
        'attachments.file_name',
        'attachments.bytes',
        'attachments.sha256',
        'attachments.created_at',
        'conversations.kind',
        'conversations.name',
        'attachment_contents.object_key',
        'users.primary_email',
      ])
      .where('attachments.id', '>', param('after'))
      .orderBy('attachments.id')
      .limit(param('limit')),
);

/** How many attachments an export that begins now has. */
export async function countExportable(tx: Tx, accountId: string): Promise<number> {
  return (await tx.first(selectExportableCount, { accountId }))?.count ?? 0;
}

const selectExportableCount = statement<{ accountId: string }, { count: number }>('selectExportableAttachmentCount', (sql, param) =>
  inScope(sql, param('accountId')).select(({ fn }) => fn.countAll<number>().as('count')),
);

function inScope(sql: Kysely<Tables>, accountId: Expression<string>) {
  return sql
    .selectFrom('attachments')
    .innerJoin('conversations', (join) =>
      join.onRef('conversations.account_id', '=', 'attachments.account_id').onRef('conversations.id', '=', 'attachments.conversation_id'),
    )
    .where('attachments.account_id', '=', accountId)
    .where(({ or, eb, ref }) =>
      or([eb('conversations.kind', '<>', 'Room'), eb('conversations.created_by', '=', ref('attachments.uploaded_by'))]),
    );
}
