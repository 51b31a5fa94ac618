import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

export type CallDetailRecordRow = Tables['call_detail_records'];

/** A record with what its delivery says of account and organiser. */
export interface UndeliveredRecord extends CallDetailRecordRow {
  readonly aws_account_id: string;
  readonly organizer_email: string | null;
}

/**
 * Records that are due and not delivered, the longest due first; of one AWS account where it is named. Those of
 * deleted accounts are not delivered.
 */
export async function listUndeliveredCallDetailRecords(
  tx: Tx,
  { awsAccountId, now, limit }: { awsAccountId: string; now: number; limit: number },
): Promise<UndeliveredRecord[]> {
  return tx.all(selectUndelivered, { awsAccountId, now, limit });
}

const selectUndelivered = statement<{ awsAccountId: string; now: number; limit: number }, UndeliveredRecord>(
  'selectUndeliveredCallDetailRecords',
  (sql, param) =>
    sql
      .selectFrom('call_detail_records as record')
      .innerJoin('accounts', 'accounts.id', 'record.account_id')
      .leftJoin('users', (join) => join.onRef('users.id', '=', 'record.organizer_user_id'))
      .selectAll('record')
      .select(['accounts.aws_account_id', 'users.primary_email as organizer_email'])
      .where('record.delivered_at', 'is', null)
      .where('record.due_at', '<=', param('now'))
      .where('accounts.aws_account_id', '=', param('awsAccountId'))
      .where('accounts.deleted_at', 'is', null)
      .orderBy('record.due_at')
      .orderBy('record.id')
      .limit(param('limit')),
);

/** The record is in the bucket; it changes no more. Answers whether it was not known to be before. */
export async function markCallDetailRecordDelivered(tx: Tx, id: string, now: number): Promise<boolean> {
  return (await tx.run(updateDelivered, { id, now })) === 1;
}

const updateDelivered = statement<{ id: string; now: number }>('markCallDetailRecordDelivered', (sql, param) =>
  sql
    .updateTable('call_detail_records')
    .set({ delivered_at: param('now'), error: null })
    .where('id', '=', param('id'))
    .where('delivered_at', 'is', null),
);

/** The delivery failed: it is tried again from `dueAt` on. */
export async function postponeCallDetailRecord(tx: Tx, postponed: { id: string; dueAt: number; error: string }): Promise<void> {
  await tx.run(updatePostponed, postponed);
}

const updatePostponed = statement<{ id: string; dueAt: number; error: string }>('postponeCallDetailRecord', (sql, param) =>
  sql
    .updateTable('call_detail_records')
    .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), due_at: param('dueAt'), error: param('error') }))
    .where('id', '=', param('id'))
    .where('delivered_at', 'is', null),
);
