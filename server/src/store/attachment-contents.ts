import { ResourceLimitExceededException } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import { discardObject } from './discarded-objects.ts';
import type { Tables } from './schema.ts';

export type ContentRow = Tables['attachment_contents'];

/** How long a content that nothing has any more can still be read: for downloads that have just begun. */
const graceMs = 10 * 60_000;

/** Counts one more holder of a content that the account has; answers false if it has not (any more). */
export async function holdContent(tx: Tx, accountId: string, sha256: string): Promise<boolean> {
  return (await tx.run(addHolder, { accountId, sha256 })) > 0;
}

const addHolder = statement<{ accountId: string; sha256: string }>('holdAttachmentContent', (sql, param) =>
  sql
    .updateTable('attachment_contents')
    .set(({ eb }) => ({ holders: eb('holders', '+', 1) }))
    .where('account_id', '=', param('accountId'))
    .where('sha256', '=', param('sha256')),
);

/** A content that has just been put into the object store, and how much the account may have there. */
export interface NewContent {
  readonly accountId: string;
  readonly sha256: string;
  readonly bytes: number;
  /** An object of this content alone, in `discarded_objects` until now. */
  readonly objectKey: string;
  readonly quotaBytes: number;
  readonly now: number;
}

/**
 * Adds the content with its first holder, against the account's quota. Answers false where somebody else has added it meanwhile:
 * then this is one more holder, and the object is left over. Throws ResourceLimitExceededException.
 */
export async function addContent(tx: Tx, content: NewContent): Promise<boolean> {
  const held = await tx.first(upsertContent, content);
  if (held?.object_key !== content.objectKey) return false;
  await tx.run(insertUsage, content);
  if ((await tx.run(increaseUsage, content)) === 0) throw quotaExceeded(content.quotaBytes);
  return true;
}

/** What whoever uploads is told when the account is full. */
export function quotaExceeded(quotaBytes: number): ResourceLimitExceededException {
  return new ResourceLimitExceededException(
    `Your account has used up the ${Math.floor(quotaBytes / 1_000_000).toLocaleString('en')} MB it may store. Remove files that nobody needs, or ask whoever runs this server for more.`,
  );
}

const upsertContent = statement<NewContent, ContentRow>('addAttachmentContent', (sql, param) =>
  sql
    .insertInto('attachment_contents')
    .values({
      account_id: param('accountId'),
      sha256: param('sha256'),
      object_key: param('objectKey'),
      bytes: param('bytes'),
      holders: 1,
      created_at: param('now'),
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'sha256']).doUpdateSet(({ eb }) => ({ holders: eb('attachment_contents.holders', '+', 1) })),
    )
    .returningAll(),
);

const insertUsage = statement<Pick<NewContent, 'accountId'>>('insertAttachmentUsage', (sql, param) =>
  sql
    .insertInto('attachment_usage')
    .values({ account_id: param('accountId'), bytes: 0 })
    .onConflict((conflict) => conflict.doNothing()),
);

const increaseUsage = statement<Pick<NewContent, 'accountId' | 'bytes' | 'quotaBytes'>>('increaseAttachmentUsage', (sql, param) =>
  sql
    .updateTable('attachment_usage')
    .set(({ eb }) => ({ bytes: eb('bytes', '+', param('bytes')) }))
    .where('account_id', '=', param('accountId'))
    .where(({ eb }) => eb(eb('bytes', '+', param('bytes')), '<=', param('quotaBytes'))),
);

/** Bytes that the account stores. */
export async function findUsage(tx: Tx, accountId: string): Promise<number> {
  return (await tx.first(selectUsage, { accountId }))?.bytes ?? 0;
}

const selectUsage = statement<{ accountId: string }, { bytes: number }>('selectAttachmentUsage', (sql, param) =>
  sql.selectFrom('attachment_usage').select('bytes').where('account_id', '=', param('accountId')),
);

/** Counts one holder less; with the last one the content is given up. */
export async function releaseContent(tx: Tx, accountId: string, sha256: string, now: number): Promise<void> {
  const left = await tx.first(releaseHolder, { accountId, sha256 });
  if (left?.holders !== 0) return;
  await tx.run(deleteContent, { accountId, sha256 });
  await tx.run(decreaseUsage, { accountId, bytes: left.bytes });
  await discardObject(tx, left.object_key, now + graceMs);
}

const releaseHolder = statement<{ accountId: string; sha256: string }, ContentRow>('releaseAttachmentContent', (sql, param) =>
  sql
    .updateTable('attachment_contents')
    .set(({ eb }) => ({ holders: eb('holders', '-', 1) }))
    .where('account_id', '=', param('accountId'))
    .where('sha256', '=', param('sha256'))
    .returningAll(),
);

const deleteContent = statement<{ accountId: string; sha256: string }>('deleteAttachmentContent', (sql, param) =>
  sql.deleteFrom('attachment_contents').where('account_id', '=', param('accountId')).where('sha256', '=', param('sha256')),
);

const decreaseUsage = statement<{ accountId: string; bytes: number }>('decreaseAttachmentUsage', (sql, param) =>
  sql
    .updateTable('attachment_usage')
    .set(({ eb }) => ({ bytes: eb('bytes', '-', param('bytes')) }))
    .where('account_id', '=', param('accountId')),
);
