import { ConflictException, NotFoundException } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

/** A bucket of call detail records. */
export type CdrBucketRow = Tables['cdr_buckets'];

/** The bucket of this name, whoever's it is: names are unique at a store. Not for the eyes of the tenant. */
export async function findAnyBucket(tx: Tx, name: string): Promise<CdrBucketRow | undefined> {
  return tx.first(selectBucket, { name });
}

const selectBucket = statement<{ name: string }, CdrBucketRow>('selectCdrBucket', (sql, param) =>
  sql.selectFrom('cdr_buckets').selectAll().where('name', '=', param('name')),
);

/** Throws NotFoundException unless the tenant has this bucket. */
export async function getBucket(tx: Tx, name: string): Promise<CdrBucketRow> {
  return present(tx, name, await tx.first(selectBucket, { name }));
}

/** Like `getBucket`, and holds the bucket until the transaction ends. */
export async function lockBucket(tx: Tx, name: string): Promise<CdrBucketRow> {
  return present(tx, name, await tx.first(selectBucketLocked, { name }));
}

const selectBucketLocked = statement<{ name: string }, CdrBucketRow>('selectCdrBucketLocked', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('cdr_buckets').selectAll().where('name', '=', param('name'));
  return rowLocks ? query.forUpdate() : query;
});

function present({ awsAccountId }: Tx, name: string, bucket: CdrBucketRow | undefined): CdrBucketRow {
  if (bucket?.aws_account_id === awsAccountId && bucket.state !== 'Claimed') return bucket;
  throw new NotFoundException(`This AWS account has no call detail record bucket ${name}. ListCDRBucket names those it has.`);
}

/** One page of the tenant's buckets by name, after `after`. */
export async function listBuckets(tx: Tx, after: string, size: number): Promise<Page<CdrBucketRow>> {
  return toPage(await tx.all(selectBuckets, { awsAccountId: tx.awsAccountId, after, limit: size + 1 }), size, ({ name }) => name);
}

const selectBuckets = statement<{ awsAccountId: string; after: string; limit: number }, CdrBucketRow>('selectCdrBuckets', (sql, param) =>
  sql
    .selectFrom('cdr_buckets')
    .selectAll()
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('state', '<>', 'Claimed')
    .where('name', '>', param('after'))
    .orderBy('name')
    .limit(param('limit')),
);

/** Whoever did not finish making a bucket by then may be overtaken by another AWS account. */
const claimMaxMs = 3_600_000;

/** What is known of a bucket that is to be the tenant's. */
export interface Claim {
  readonly name: string;
  /** Whether it is made by us, or was at the store before. */
  readonly createdByCarillon: boolean;
  readonly createdAt: number;
}

/**
 * Makes the name the tenant's before the bucket is made at the store, so that nobody else has it meanwhile and a repetition knows that
 * it was made here. Throws ConflictException if the name is another's, or if the bucket is about to be deleted.
 */
export async function claimBucket(tx: Tx, claim: Claim, now: number): Promise<void> {
  await putBucket(tx, claim, 'Claimed', now);
}

/** The bucket is at the store: the tenant has it. Throws as `claimBucket`. */
export async function keepBucket(tx: Tx, claim: Claim, now: number): Promise<CdrBucketRow> {
  await putBucket(tx, claim, 'Claimed', now);
  await tx.run(updateState, { name: claim.name, state: 'Ready', now });
  return getBucket(tx, claim.name);
}

async function putBucket(tx: Tx, { name, createdByCarillon, createdAt }: Claim, state: 'Claimed', now: number): Promise<void> {
  const row = { name, aws_account_id: tx.awsAccountId, state, created_by_carillon: Number(createdByCarillon), created_at: createdAt };
  await tx.run(insertBucket, { ...row, changed_at: now });
  const bucket = await tx.first(selectBucketLocked, { name });
  if (bucket?.aws_account_id === tx.awsAccountId) {
    if (bucket.state === 'Deleting') throw new ConflictException(`The bucket ${name} is being deleted. Try again in a minute.`);
    return;
  }
  if (bucket?.state !== 'Claimed' || bucket.changed_at > now - claimMaxMs) throw nameTaken(name);
  await tx.run(updateOwner, { name, awsAccountId: tx.awsAccountId, now });
}

const insertBucket = statement<CdrBucketRow>('insertCdrBucket', (sql, param) =>
  sql
    .insertInto('cdr_buckets')
    .values({
      name: param('name'),
      aws_account_id: param('aws_account_id'),
      state: param('state'),
      created_by_carillon: param('created_by_carillon'),
      created_at: param('created_at'),
      changed_at: param('changed_at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const updateOwner = statement<{ name: string; awsAccountId: string; now: number }>('updateCdrBucketOwner', (sql, param) =>
  sql
    .updateTable('cdr_buckets')
    .set({ aws_account_id: param('awsAccountId'), changed_at: param('now') })
    .where('name', '=', param('name')),
);

/** Lets go of a name that turned out to be somebody else's at the store. */
export async function dropClaim(tx: Tx, name: string): Promise<void> {
  await tx.run(deleteClaim, { name, awsAccountId: tx.awsAccountId });
}

const deleteClaim = statement<{ name: string; awsAccountId: string }>('deleteCdrBucketClaim', (sql, param) =>
  sql
    .deleteFrom('cdr_buckets')
    .where('name', '=', param('name'))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('state', '=', 'Claimed'),
);

/** Says where in its life the bucket is. */
export async function setBucketState(tx: Tx, name: string, state: CdrBucketRow['state'], now: number): Promise<void> {
  await tx.run(updateState, { name, state, now });
}

const updateState = statement<{ name: string; state: CdrBucketRow['state']; now: number }>('updateCdrBucketState', (sql, param) =>
  sql
    .updateTable('cdr_buckets')
    .set({ state: param('state'), changed_at: param('now') })
    .where('name', '=', param('name')),
);

/** The bucket is gone at the store: nothing goes there any more. */
export async function forgetBucket(tx: Tx, name: string): Promise<void> {
  await tx.run(deleteSetting, { name });
  await tx.run(deleteBucketRow, { name });
}

const deleteSetting = statement<{ name: string }>('deleteCdrSettingOfBucket', (sql, param) =>
  sql.deleteFrom('cdr_settings').where('bucket_name', '=', param('name')),
);

const deleteBucketRow = statement<{ name: string }>('deleteCdrBucket', (sql, param) =>
  sql.deleteFrom('cdr_buckets').where('name', '=', param('name')),
);

/** Buckets of the installation that are to go and have been in their state since before `before`, the longest first. */
export async function listLeavingBuckets(tx: Tx, before: number, limit: number): Promise<CdrBucketRow[]> {
  return tx.all(selectLeaving, { before, limit });
}

const selectLeaving = statement<{ before: number; limit: number }, CdrBucketRow>('selectLeavingCdrBuckets', (sql, param) =>
  sql
    .selectFrom('cdr_buckets')
    .selectAll()
    .where('state', 'in', ['Retired', 'Deleting'])
    .where('changed_at', '<=', param('before'))
    .orderBy('changed_at')
    .limit(param('limit')),
);

/** One word for all who have the name: whose it is, is nobody's business. */
export function nameTaken(name: string): ConflictException {
  return new ConflictException(`The bucket name ${name} is taken. Choose another one.`);
}
