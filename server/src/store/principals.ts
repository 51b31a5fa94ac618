import { tagsFromText, type Tags } from '../iam/tags.ts';
import { invariant } from '../errors.ts';
import { statement, type Tx } from './database.ts';

/** An access key with its secret and, unless it is the account's root's, its user. */
export interface Credential {
  readonly accessKeyId: string;
  readonly awsAccountId: string;
  readonly status: 'Active' | 'Inactive';
  readonly secretAccessKey: string;
  readonly user?: {
    readonly id: string;
    readonly name: string;
    readonly path: string;
    readonly tags: Tags;
    readonly boundaryArn: string | undefined;
  };
}

/** Who an access key belongs to, whichever tenant that is; undefined if there is no such key. */
export async function loadCredential(tx: Tx, accessKeyId: string): Promise<Credential | undefined> {
  const row = await tx.first(selectCredential, { accessKeyId });
  if (!row) return undefined;
  const { user_id, user_name, user_path, user_tags } = row;
  const credential = {
    accessKeyId,
    awsAccountId: row.aws_account_id,
    status: row.status,
    secretAccessKey: tx.vault.open(row.secret_sealed, accessKeyPurpose(accessKeyId)),
  };
  if (user_id === null) return credential;
  invariant(user_name !== null && user_path !== null && user_tags !== null, 'The user of an access key exists: the foreign key says so.');
  return {
    ...credential,
    user: { id: user_id, name: user_name, path: user_path, tags: tagsFromText(user_tags), boundaryArn: row.boundary_arn ?? undefined },
  };
}

/** What the secret of an access key is sealed for. */
export function accessKeyPurpose(accessKeyId: string): string {
  return `access-key:${accessKeyId}`;
}

interface CredentialRow {
  aws_account_id: string;
  status: 'Active' | 'Inactive';
  secret_sealed: string;
  user_id: string | null;
  user_name: string | null;
  user_path: string | null;
  user_tags: string | null;
  boundary_arn: string | null;
}

const selectCredential = statement<{ accessKeyId: string }, CredentialRow>('selectCredential', (sql, param) =>
  sql
    .selectFrom('access_keys')
    .leftJoin('iam_users', 'iam_users.id', 'access_keys.user_id')
    .select(['access_keys.aws_account_id', 'access_keys.status', 'access_keys.secret_sealed', 'access_keys.user_id'])
    .select(['iam_users.name as user_name', 'iam_users.path as user_path', 'iam_users.tags as user_tags', 'iam_users.boundary_arn'])
    .where('access_keys.id', '=', param('accessKeyId')),
);

const announced = Symbol('a change of identities is announced');

/**
 * A write transaction that has announced that it changes identities. Every function that writes users, groups,
 * policies or access keys takes one, so that none can be called without the announcement.
 */
export interface IdentityTx extends Tx {
  readonly [announced]: true;
}

/**
 * Announces that this transaction changes who may do what: caches of principals notice once it commits. Changes of
 * identities wait here for each other, so whatever is read from here on, quotas above all, holds until the commit.
 */
export async function beginIdentityChange(tx: Tx): Promise<IdentityTx> {
  await bumpIdentityEpoch(tx);
  return Object.freeze({ ...tx, [announced]: true } as const);
}

/** Makes every process forget the principals it has cached, once this transaction has committed. */
export async function bumpIdentityEpoch(tx: Tx): Promise<void> {
  await tx.run(incrementEpoch, { name: 'identity' });
}

const incrementEpoch = statement<{ name: string }>('incrementEpoch', (sql, param) =>
  sql
    .updateTable('epochs')
    .set(({ eb }) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', param('name')),
);

/** Changes whenever identities have changed. */
export async function readIdentityEpoch(tx: Tx): Promise<number> {
  const row = await tx.first(selectEpoch, { name: 'identity' });
  invariant(row, 'The first migration writes the identity epoch.');
  return row.value;
}

const selectEpoch = statement<{ name: string }, { value: number }>('selectEpoch', (sql, param) =>
  sql.selectFrom('epochs').select('value').where('name', '=', param('name')),
);
