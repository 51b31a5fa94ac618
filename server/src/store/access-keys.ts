import { NoSuchEntity } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import { accessKeyPurpose, type IdentityTx } from './principals.ts';

/** An access key without its secret, which only `loadCredential` opens. */
export interface AccessKey {
  /** `AKIA…`. */
  readonly id: string;
  /** null = the account's root. */
  readonly userId: string | null;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
  /** undefined = never used. */
  readonly lastUsed: { readonly at: number; readonly service: string; readonly region: string } | undefined;
}

/** A key of the given owner. Throws NoSuchEntity. @param userId null = the account's root */
export async function getAccessKey(tx: Tx, userId: string | null, id: string): Promise<AccessKey> {
  const key = await findAccessKey(tx, id);
  if (!key || key.userId !== userId) throw new NoSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

/** A key of this AWS account, whoever owns it. */
export async function findAccessKey(tx: Tx, id: string): Promise<AccessKey | undefined> {
  const row = await tx.first(selectAccessKey, { awsAccountId: tx.awsAccountId, id });
  return row && toAccessKey(row);
}

/** The keys of one owner in the order of their ids. @param userId null = the account's root */
export async function listAccessKeys(
  tx: Tx,
  { userId, after, limit }: { userId: string | null; after: string; limit: number },
): Promise<AccessKey[]> {
  return (await tx.all(selectAccessKeys, { awsAccountId: tx.awsAccountId, userId, after, limit })).map(toAccessKey);
}

/** Stores a new, active key. @param userId null = the account's root */
export async function insertAccessKey(
  tx: IdentityTx,
  key: { id: string; userId: string | null; secretAccessKey: string; createdAt: number },
): Promise<void> {
  const { id, userId, secretAccessKey, createdAt } = key;
  const secretSealed = tx.vault.seal(secretAccessKey, accessKeyPurpose(id));
  await tx.run(insertAccessKeyRow, { awsAccountId: tx.awsAccountId, id, userId, secretSealed, createdAt });
}

export async function setAccessKeyStatus(tx: IdentityTx, key: AccessKey, status: 'Active' | 'Inactive'): Promise<void> {
  await tx.run(updateAccessKeyStatus, { awsAccountId: tx.awsAccountId, id: key.id, status });
}

export async function deleteAccessKey(tx: IdentityTx, key: AccessKey): Promise<void> {
  await tx.run(deleteAccessKeyRow, { awsAccountId: tx.awsAccountId, id: key.id });
}

interface AccessKeyRow {
  id: string;
  user_id: string | null;
  status: 'Active' | 'Inactive';
  created_at: number;
  last_used_at: number | null;
  last_used_service: string | null;
  last_used_region: string | null;
}

function toAccessKey(row: AccessKeyRow): AccessKey {
  const { id, user_id, status, created_at, last_used_at, last_used_service, last_used_region } = row;
  const lastUsed =
    last_used_at === null ? undefined : { at: last_used_at, service: last_used_service ?? 'N/A', region: last_used_region ?? 'N/A' };
  return { id, userId: user_id, status, createdAt: created_at, lastUsed };
}

const columns = ['id', 'user_id', 'status', 'created_at', 'last_used_at', 'last_used_service', 'last_used_region'] as const;

const selectAccessKey = statement<{ awsAccountId: string; id: string }, AccessKeyRow>('selectAccessKey', (sql, param) =>
  sql.selectFrom('access_keys').select(columns).where('id', '=', param('id')).where('aws_account_id', '=', param('awsAccountId')),
);

const selectAccessKeys = statement<{ awsAccountId: string; userId: string | null; after: string; limit: number }, AccessKeyRow>(
  'selectAccessKeys',
  (sql, param) =>
    sql
      .selectFrom('access_keys')
      .select(columns)
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('user_id', 'is not distinct from', param('userId'))
      .where('id', '>', param('after'))
      .orderBy('id')
      .limit(param('limit')),
);

interface NewAccessKeyRow {
  awsAccountId: string;
  id: string;
  userId: string | null;
  secretSealed: string;
  createdAt: number;
}

const insertAccessKeyRow = statement<NewAccessKeyRow>('insertAccessKeyRow', (sql, param) =>
  sql.insertInto('access_keys').values({
    id: param('id'),
    aws_account_id: param('awsAccountId'),
    user_id: param('userId'),
    secret_sealed: param('secretSealed'),
    status: 'Active',
    created_at: param('createdAt'),
    last_used_at: null,
    last_used_service: null,
    last_used_region: null,
  }),
);

const updateAccessKeyStatus = statement<{ awsAccountId: string; id: string; status: 'Active' | 'Inactive' }>(
  'updateAccessKeyStatus',
  (sql, param) =>
    sql
      .updateTable('access_keys')
      .set({ status: param('status') })
      .where('id', '=', param('id'))
      .where('aws_account_id', '=', param('awsAccountId')),
);

const deleteAccessKeyRow = statement<{ awsAccountId: string; id: string }>('deleteAccessKeyRow', (sql, param) =>
  sql.deleteFrom('access_keys').where('id', '=', param('id')).where('aws_account_id', '=', param('awsAccountId')),
);
