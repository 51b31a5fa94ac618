import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

export type CallDetailRecordRow = Tables['call_detail_records'];

/** A record with what its delivery says of account and organiser. */
export interface UndeliveredRecord extends CallDetailRecordRow {
  readonly aws_account_id: string;
  readonly conference_started_at: number | null;
  readonly conference_ended_at: number | null;
  readonly organizer_user_id: string | null;
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
      .innerJoin('meeting_ledgers as ledger', 'ledger.account_id', 'record.account_id')
      .innerJoin('meetings', (join) =>
        join.onRef('meetings.projection_id', '=', 'ledger.projection_id').onRef('meetings.conference_id', '=', 'record.conference_id'),
      )
      .leftJoin('users', 'users.id', 'meetings.organizer_user_id')
      .selectAll('record')
      .select([
        'accounts.aws_account_id',
        'meetings.started_at as conference_started_at',
        'meetings.ended_at as conference_ended_at',
        'meetings.organizer_user_id',
        'users.primary_email as organizer_email',
      ])
      .where('record.delivered_at', 'is', null)
      .where('record.due_at', '<=', param('now'))
      .where('accounts.aws_account_id', '=', param('awsAccountId'))
      .where('accounts.deleted_at', 'is', null)
      .orderBy('record.due_at')
      .orderBy('record.id')
      .limit(param('limit')),
);

interface NewRecord {
  readonly account_id: string;
  readonly conference_id: string;
  readonly attendee_session_id: string;
  readonly started_at: number;
  readonly ended_at: number;
  readonly id: string;
  readonly call: string;
  readonly due_at: number;
}

/** Writes records as their calls turned out to be. One that was delivered stays as it was delivered. */
export async function putCallDetailRecords(tx: Tx, records: readonly NewRecord[]): Promise<void> {
  await tx.runEach(upsertRecord, records);
}

const upsertRecord = statement<NewRecord>('upsertCallDetailRecord', (sql, param) =>
  sql
    .insertInto('call_detail_records')
    .values({
      account_id: param('account_id'),
      conference_id: param('conference_id'),
      attendee_session_id: param('attendee_session_id'),
      started_at: param('started_at'),
      ended_at: param('ended_at'),
      id: param('id'),
      call: param('call'),
      due_at: param('due_at'),
      delivered_at: null,
      attempts: 0,
      error: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'conference_id', 'attendee_session_id', 'started_at'])
        .doUpdateSet(({ ref }) => ({ ended_at: ref('excluded.ended_at'), call: ref('excluded.call') }))
        .where('call_detail_records.delivered_at', 'is', null),
    ),
);

type RecordKey = Pick<NewRecord, 'account_id' | 'conference_id' | 'attendee_session_id' | 'started_at'>;

/** Drops records of calls that there were not after all, unless they are delivered. */
export async function dropCallDetailRecords(tx: Tx, records: readonly RecordKey[]): Promise<void> {
  await tx.runEach(deleteRecord, records);
}

const deleteRecord = statement<RecordKey>('deleteCallDetailRecord', (sql, param) =>
  sql
    .deleteFrom('call_detail_records')
    .where('account_id', '=', param('account_id'))
    .where('conference_id', '=', param('conference_id'))
    .where('attendee_session_id', '=', param('attendee_session_id'))
    .where('started_at', '=', param('started_at'))
    .where('delivered_at', 'is', null),
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
