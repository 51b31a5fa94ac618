import { ConflictException } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Where an AWS account's call detail records go. */
export type CdrSettingRow = Tables['cdr_settings'];

/** The tenant's setting, undefined = its records go nowhere. */
export async function findSetting(tx: Tx): Promise<CdrSettingRow | undefined> {
  return tx.first(selectSetting, { awsAccountId: tx.awsAccountId });
}

const selectSetting = statement<{ awsAccountId: string }, CdrSettingRow>('selectCdrSetting', (sql, param) =>
  sql.selectFrom('cdr_settings').selectAll().where('aws_account_id', '=', param('awsAccountId')),
);

/** Like `findSetting`, and holds it until the transaction ends: a record is on its way to one bucket or to the other. */
export async function lockSetting(tx: Tx): Promise<CdrSettingRow | undefined> {
  return tx.first(selectSettingLocked, { awsAccountId: tx.awsAccountId });
}

const selectSettingLocked = statement<{ awsAccountId: string }, CdrSettingRow>('selectCdrSettingLocked', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('cdr_settings').selectAll().where('aws_account_id', '=', param('awsAccountId'));
  return rowLocks ? query.forUpdate() : query;
});

/** Records go to this bucket of the tenant, unless they go to another one already. Answers which bucket it is. */
export async function chooseFirstBucket(tx: Tx, name: string, now: number): Promise<string> {
  await tx.run(insertSetting, {
    aws_account_id: tx.awsAccountId,
    bucket_name: name,
    chosen_at: now,
    failures: 0,
    next_attempt_at: now,
    error: null,
  });
  return (await findSetting(tx))?.bucket_name ?? name;
}

const insertSetting = statement<CdrSettingRow>('insertCdrSetting', (sql, param) =>
  sql
    .insertInto('cdr_settings')
    .values({
      aws_account_id: param('aws_account_id'),
      bucket_name: param('bucket_name'),
      chosen_at: param('chosen_at'),
      failures: param('failures'),
      next_attempt_at: param('next_attempt_at'),
      error: param('error'),
    })
    .onConflict((conflict) => conflict.column('aws_account_id').doNothing()),
);

/** Records go to another bucket from now on. Throws ConflictException if by now they do not go to `from`. */
export async function moveSetting(tx: Tx, from: string, to: string, now: number): Promise<void> {
  if ((await tx.run(updateBucket, { awsAccountId: tx.awsAccountId, from, to, now })) === 1) return;
  throw new ConflictException(`Call detail records do not go to ${from}. ListCDRBucket marks the bucket that is chosen.`);
}

const updateBucket = statement<{ awsAccountId: string; from: string; to: string; now: number }>('updateCdrSettingBucket', (sql, param) =>
  sql
    .updateTable('cdr_settings')
    .set({ bucket_name: param('to'), chosen_at: param('now'), failures: 0, next_attempt_at: param('now'), error: null })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('bucket_name', '=', param('from')),
);

/** Ends deliveries of an AWS account none of whose Chime accounts is left. */
export async function endSettingWithoutAccounts(tx: Tx): Promise<void> {
  await tx.run(deleteUnused, { awsAccountId: tx.awsAccountId });
}

const deleteUnused = statement<{ awsAccountId: string }>('deleteUnusedCdrSetting', (sql, param) =>
  sql
    .deleteFrom('cdr_settings')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('accounts')
            .select('accounts.id')
            .whereRef('accounts.aws_account_id', '=', 'cdr_settings.aws_account_id')
            .where('accounts.deleted_at', 'is', null),
        ),
      ),
    ),
);

/** Settings with whose deliveries to go on, by AWS account, after the one of `after`. */
export async function listDueSettings(
  tx: Tx,
  { now, after, limit }: { now: number; after: string; limit: number },
): Promise<CdrSettingRow[]> {
  return tx.all(selectDue, { now, after, limit });
}

const selectDue = statement<{ now: number; after: string; limit: number }, CdrSettingRow>('selectDueCdrSettings', (sql, param) =>
  sql
    .selectFrom('cdr_settings')
    .selectAll()
    .where('aws_account_id', '>', param('after'))
    .where('next_attempt_at', '<=', param('now'))
    .orderBy('aws_account_id')
    .limit(param('limit')),
);

/** How the last delivery of the tenant's went, and when the next one is due. @param error in words for the tenant; null = it went well */
export async function noteDelivery(tx: Tx, outcome: { bucketName: string; nextAttemptAt: number; error: string | null }): Promise<void> {
  const given = { awsAccountId: tx.awsAccountId, ...outcome };
  await tx.run(outcome.error === null ? updateSucceeded : updateFailed, given);
}

interface Outcome {
  awsAccountId: string;
  bucketName: string;
  nextAttemptAt: number;
  error: string | null;
}

const updateSucceeded = statement<Outcome>('updateCdrSettingSucceeded', (sql, param) =>
  sql
    .updateTable('cdr_settings')
    .set({ failures: 0, next_attempt_at: param('nextAttemptAt'), error: null })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('bucket_name', '=', param('bucketName')),
);

const updateFailed = statement<Outcome>('updateCdrSettingFailed', (sql, param) =>
  sql
    .updateTable('cdr_settings')
    .set(({ eb }) => ({ failures: eb('failures', '+', 1), next_attempt_at: param('nextAttemptAt'), error: param('error') }))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('bucket_name', '=', param('bucketName')),
);
