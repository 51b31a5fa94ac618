import { markCallDetailRecordDelivered } from './call-detail-records.ts';
import { statement, type Tx } from './database.ts';

/** Which bucket each record is on its way to. */
export type Destinations = ReadonlyMap<string, string>;

/**
 * Sends records on their way to a bucket before they are put there, so that a repetition, after a crash or a move, goes to the same bucket.
 * Answers where each is going: some may be on their way elsewhere already.
 */
export async function assignRecords(tx: Tx, recordIds: readonly string[], bucketName: string, now: number): Promise<Destinations> {
  await tx.runEach(
    insertDelivery,
    recordIds.map((id) => ({ record_id: id, bucket_name: bucketName, assigned_at: now })),
  );
  const rows = await tx.query(tx.sql.selectFrom('cdr_deliveries').selectAll().where('record_id', 'in', recordIds));
  return new Map(rows.map(({ record_id, bucket_name }) => [record_id, bucket_name]));
}

const insertDelivery = statement<{ record_id: string; bucket_name: string; assigned_at: number }>('insertCdrDelivery', (sql, param) =>
  sql
    .insertInto('cdr_deliveries')
    .values({ record_id: param('record_id'), bucket_name: param('bucket_name'), assigned_at: param('assigned_at') })
    .onConflict((conflict) => conflict.doNothing()),
);

/** The record is in its bucket. */
export async function finishDelivery(tx: Tx, recordId: string, now: number): Promise<void> {
  await markCallDetailRecordDelivered(tx, recordId, now);
  await tx.run(deleteDelivery, { recordId });
}

/** The record is certainly not in the bucket it was on its way to: it may go to another one. */
export async function callBack(tx: Tx, recordId: string): Promise<void> {
  await tx.run(deleteDelivery, { recordId });
}

const deleteDelivery = statement<{ recordId: string }>('deleteCdrDelivery', (sql, param) =>
  sql.deleteFrom('cdr_deliveries').where('record_id', '=', param('recordId')),
);

/** Forgets where records were going that no longer exist. */
export async function dropStrayDeliveries(tx: Tx, assignedBefore: number): Promise<void> {
  await tx.run(deleteStray, { assignedBefore });
}

const deleteStray = statement<{ assignedBefore: number }>('deleteStrayCdrDeliveries', (sql, param) =>
  sql
    .deleteFrom('cdr_deliveries')
    .where('assigned_at', '<', param('assignedBefore'))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('call_detail_records').select('id').whereRef('call_detail_records.id', '=', 'cdr_deliveries.record_id'))),
    ),
);
