import { awsManagedPolicies } from '../iam/aws-managed-policies.ts';
import { groupArn, parsePolicyArn, policyArn, userArn } from '../iam/arns.ts';
import { foldName } from '../iam/names.ts';
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

/** A policy that says what a user may do. */
export interface NamedDocument {
  /** A managed policy's ARN; of an inline policy, its owner's ARN and its name. */
  readonly name: string;
  readonly kind: 'inline-user' | 'inline-group' | 'managed';
  readonly text: string;
}

/** All identity-based policies of a user: its own and those of its groups, inline and attached, each once. */
export async function listPolicyDocuments(tx: Tx, userId: string): Promise<NamedDocument[]> {
  const { awsAccountId } = tx;
  const inline = await tx.all(selectInlineDocuments, { awsAccountId, userId });
  const attached = await tx.all(selectAttachedArns, { awsAccountId, userId });
  const arns = attached.map(({ policy_arn }) => policy_arn);
  return [
    ...inline.map((row) => toInlineDocument(awsAccountId, row)),
    ...listAwsManagedDocuments(arns),
    ...(await listLocalDocuments(tx, arns)),
  ];
}

interface InlineDocumentRow {
  name: string;
  document: string;
  user_name: string | null;
  user_path: string | null;
  group_name: string | null;
  group_path: string | null;
}

function toInlineDocument(awsAccountId: string, row: InlineDocumentRow): NamedDocument {
  const { user_name, user_path, group_name, group_path } = row;
  if (user_name !== null && user_path !== null) {
    return {
      name: `${userArn(awsAccountId, { path: user_path, name: user_name })} (inline policy ${row.name})`,
      kind: 'inline-user',
      text: row.document,
    };
  }
  invariant(group_name !== null && group_path !== null, 'An inline policy that was found by its owner belongs to a user or to a group.');
  return {
    name: `${groupArn(awsAccountId, { path: group_path, name: group_name })} (inline policy ${row.name})`,
    kind: 'inline-group',
    text: row.document,
  };
}

function listAwsManagedDocuments(arns: readonly string[]): NamedDocument[] {
  return awsManagedPolicies
    .map((policy) => ({ name: policyArn('aws', policy), kind: 'managed', text: policy.document }) as const)
    .filter(({ name }) => arns.includes(name));
}

async function listLocalDocuments(tx: Tx, arns: readonly string[]): Promise<NamedDocument[]> {
  const names = arns.map(parsePolicyArn).flatMap((parts) => (parts?.awsAccountId === tx.awsAccountId ? [foldName(parts.name)] : []));
  if (names.length === 0) return [];
  const rows = await tx.query(
    tx.sql
      .selectFrom('iam_policies')
      .innerJoin('iam_policy_versions', (join) =>
        join
          .onRef('iam_policy_versions.aws_account_id', '=', 'iam_policies.aws_account_id')
          .onRef('iam_policy_versions.policy_id', '=', 'iam_policies.id')
          .onRef('iam_policy_versions.version', '=', 'iam_policies.default_version'),
      )
      .select(['iam_policies.path', 'iam_policies.name', 'iam_policy_versions.document'])
      .where('iam_policies.aws_account_id', '=', tx.awsAccountId)
      .where('iam_policies.name_folded', 'in', names),
  );
  return rows.map((row) => ({ name: policyArn(tx.awsAccountId, row), kind: 'managed', text: row.document }));
}

const selectInlineDocuments = statement<{ awsAccountId: string; userId: string }, InlineDocumentRow>(
  'selectInlineDocuments',
  (sql, param) =>
    sql
      .selectFrom('iam_inline_policies as p')
      .leftJoin('iam_users as u', 'u.id', 'p.owner_id')
      .leftJoin('iam_groups as g', 'g.id', 'p.owner_id')
      .select(['p.name', 'p.document', 'u.name as user_name', 'u.path as user_path', 'g.name as group_name', 'g.path as group_path'])
      .where('p.aws_account_id', '=', param('awsAccountId'))
      .where(({ eb, or, selectFrom }) =>
        or([
          eb('p.owner_id', '=', param('userId')),
          eb(
            'p.owner_id',
            'in',
            selectFrom('iam_group_members')
              .select('group_id')
              .where('aws_account_id', '=', param('awsAccountId'))
              .where('user_id', '=', param('userId')),
          ),
        ]),
      )
      .orderBy('p.owner_id')
      .orderBy('p.name'),
);

const selectAttachedArns = statement<{ awsAccountId: string; userId: string }, { policy_arn: string }>('selectAttachedArns', (sql, param) =>
  sql
    .selectFrom('iam_attachments')
    .select('policy_arn')
    .distinct()
    .where('aws_account_id', '=', param('awsAccountId'))
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('owner_id', '=', param('userId')),
        eb(
          'owner_id',
          'in',
          selectFrom('iam_group_members')
            .select('group_id')
            .where('aws_account_id', '=', param('awsAccountId'))
            .where('user_id', '=', param('userId')),
        ),
      ]),
    )
    .orderBy('policy_arn'),
);

/** When and for what an access key was last used. */
export interface KeyUse {
  readonly accessKeyId: string;
  /** Service and region of the credential scope. */
  readonly service: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Notes the last use of access keys, whichever tenants they belong to. An older use never replaces a newer one. */
export async function recordKeyUse(tx: Tx, batch: readonly KeyUse[]): Promise<void> {
  // One order for all processes, so that two batches never wait for each other's rows.
  for (const use of batch.toSorted((a, b) => (a.accessKeyId < b.accessKeyId ? -1 : 1))) await tx.run(updateKeyUse, use);
}

const updateKeyUse = statement<KeyUse>('updateKeyUse', (sql, param) =>
  sql
    .updateTable('access_keys')
    .set({ last_used_at: param('at'), last_used_service: param('service'), last_used_region: param('region') })
    .where('id', '=', param('accessKeyId'))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', param('at'))])),
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
