import { sql as text, type ExpressionBuilder } from 'kysely';
import { AccessDenied, EntityAlreadyExists, InvalidInput, NoSuchEntity } from '../errors.ts';
import { parsePolicyArn, policyArn } from '../iam/arns.ts';
import { awsManagedPolicies } from '../iam/aws-managed-policies.ts';
import { foldName } from '../iam/names.ts';
import { tagsFromText, tagsToText, type Tags } from '../iam/tags.ts';
import { statement, type Tx } from './database.ts';
import { countBoundaries } from './iam-boundaries.ts';
import { deletePolicyVersions, insertPolicyVersion } from './iam-policy-versions.ts';
import { isBelow } from './iam-users.ts';
import type { IdentityTx } from './principals.ts';
import type { Tables } from './schema.ts';

/** A managed policy of the account, or one that AWS manages and every account has. */
export interface ManagedPolicy {
  /** `ANPA…`. */
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** `/` or `/…/`. */
  readonly path: string;
  readonly description: string;
  readonly defaultVersion: number;
  /** Number of the newest version ever made. */
  readonly latestVersion: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: Tags;
  /** Users, roles and groups of this account that it is attached to. */
  readonly attachmentCount: number;
  /** Users and roles of this account whose permissions boundary it is. */
  readonly boundaryCount: number;
  /** The text of the only version, if AWS manages the policy. */
  readonly awsDocument: string | undefined;
}

/** The policy with this ARN. Throws NoSuchEntity in AWS's words, which are others where a policy is to be attached, or InvalidInput if it is no policy's ARN. */
export async function getPolicy(tx: Tx, arn: string, absent: (arn: string) => string = wasNotFound): Promise<ManagedPolicy> {
  const parts = parsePolicyArn(arn);
  if (!parts) throw new InvalidInput(`ARN ${arn} is not valid.`);
  const policy =
    parts.awsAccountId === 'aws'
      ? (await listAwsManagedPolicies(tx)).find((one) => one.arn === arn)
      : await findLocalPolicy(tx, arn, parts.name);
  if (!policy) throw new NoSuchEntity(absent(arn));
  return policy;
}

/** A policy that may be changed: one of the account's own. Throws NoSuchEntity, or AccessDenied for one that AWS manages. */
export async function getOwnPolicy(tx: Tx, arn: string, absent: (arn: string) => string = wasNotFound): Promise<ManagedPolicy> {
  if (parsePolicyArn(arn)?.awsAccountId === 'aws') throw new AccessDenied('Policy is outside your own account.');
  return getPolicy(tx, arn, absent);
}

export function wasNotFound(arn: string): string {
  return `Policy ${arn} was not found.`;
}

export function isNotAttachable(arn: string): string {
  return `Policy ${arn} does not exist or is not attachable.`;
}

export function isNoBoundary(arn: string): string {
  return `Scope ARN: ${arn} does not exist or is not attachable.`;
}

/** The policies that AWS manages, by name. */
export async function listAwsManagedPolicies(tx: Tx): Promise<ManagedPolicy[]> {
  const counts = await tx.all(selectAwsAttachmentCounts, { awsAccountId: tx.awsAccountId });
  const boundaries = await countBoundaries(tx);
  return awsManagedPolicies.map(({ document, ...policy }) => {
    const arn = policyArn('aws', policy);
    const attachmentCount = counts.find((row) => row.policy_arn === arn)?.attachment_count ?? 0;
    return {
      ...policy,
      arn,
      defaultVersion: 1,
      latestVersion: 1,
      updatedAt: policy.createdAt,
      tags: {},
      attachmentCount,
      boundaryCount: boundaries.get(arn) ?? 0,
      awsDocument: document,
    };
  });
}

/** How much a policy must be used to be listed. */
export interface UsageMinima {
  readonly attachmentsMin: number;
  readonly boundariesMin: number;
  /** Attachments and boundaries together. */
  readonly usesMin: number;
}

/** The account's own policies below a path, in the order of their folded names. */
export async function listLocalPolicies(
  tx: Tx,
  { pathPrefix, minima, after, limit }: { pathPrefix: string; minima: UsageMinima; after: string; limit: number },
): Promise<ManagedPolicy[]> {
  const { awsAccountId } = tx;
  const rows = await tx.all(selectPolicies, { awsAccountId, pathPrefix, ...minima, after, limit });
  return rows.map((row) => toPolicy(awsAccountId, row));
}

/** Stores a policy with its first version. Throws EntityAlreadyExists if a policy has this name in any letter case, wherever its path. */
export async function insertPolicy(
  tx: IdentityTx,
  policy: Pick<ManagedPolicy, 'id' | 'name' | 'path' | 'description' | 'createdAt' | 'tags'>,
  document: string,
): Promise<ManagedPolicy> {
  const { awsAccountId } = tx;
  const { id, name, path, description, createdAt } = policy;
  const nameFolded = foldName(name);
  if (await tx.first(selectPolicyByName, { awsAccountId, nameFolded })) {
    throw new EntityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
  }
  await tx.run(insertPolicyRow, { awsAccountId, id, name, nameFolded, path, description, createdAt, tags: tagsToText(policy.tags) });
  await insertPolicyVersion(tx, { policyId: id, version: 1, document, createdAt });
  return {
    ...policy,
    arn: policyArn(awsAccountId, policy),
    defaultVersion: 1,
    latestVersion: 1,
    updatedAt: createdAt,
    attachmentCount: 0,
    boundaryCount: 0,
    awsDocument: undefined,
  };
}

/** Deletes a policy that is attached to nothing any more, with its versions. */
export async function deletePolicy(tx: IdentityTx, policy: ManagedPolicy): Promise<void> {
  await deletePolicyVersions(tx, policy);
  await tx.run(deletePolicyRow, { awsAccountId: tx.awsAccountId, id: policy.id });
}

/** A policy of the tenant's own by its name and, in full, its ARN. */
export async function findLocalPolicy(tx: Tx, arn: string, name: string): Promise<ManagedPolicy | undefined> {
  const row = await tx.first(selectPolicyByName, { awsAccountId: tx.awsAccountId, nameFolded: foldName(name) });
  const policy = row && toPolicy(tx.awsAccountId, row);
  return policy?.arn === arn ? policy : undefined;
}

interface PolicyRow {
  id: string;
  name: string;
  path: string;
  description: string;
  default_version: number;
  latest_version: number;
  created_at: number;
  updated_at: number;
  tags: string;
  attachment_count: number;
  boundary_count: number;
}

function toPolicy(awsAccountId: string, row: PolicyRow): ManagedPolicy {
  return {
    id: row.id,
    arn: policyArn(awsAccountId, row),
    name: row.name,
    path: row.path,
    description: row.description,
    defaultVersion: row.default_version,
    latestVersion: row.latest_version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    tags: tagsFromText(row.tags),
    attachmentCount: row.attachment_count,
    boundaryCount: row.boundary_count,
    awsDocument: undefined,
  };
}

const columns = ['id', 'name', 'path', 'description', 'default_version', 'latest_version', 'created_at', 'updated_at', 'tags'] as const;

function attachmentCount(builder: ExpressionBuilder<Tables, 'iam_policies'>) {
  return builder
    .selectFrom('iam_attachments')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .whereRef('iam_attachments.aws_account_id', '=', 'iam_policies.aws_account_id')
    .where('iam_attachments.policy_arn', '=', ownArn);
}

const ownArn = text<string>`'arn:aws:iam::' || iam_policies.aws_account_id || ':policy' || iam_policies.path || iam_policies.name`;

function boundaryCount() {
  return text<number>`${boundedCount('iam_users')} + ${boundedCount('iam_roles')}`;
}

function boundedCount(table: string) {
  return text`(select count(*) from ${text.table(table)} b where b.aws_account_id = iam_policies.aws_account_id and b.boundary_arn = ${ownArn})`;
}

const selectPolicyByName = statement<{ awsAccountId: string; nameFolded: string }, PolicyRow>('selectPolicyByName', (sql, param) =>
  sql
    .selectFrom('iam_policies')
    .select(columns)
    .select((builder) => [attachmentCount(builder).as('attachment_count'), boundaryCount().as('boundary_count')])
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('name_folded', '=', param('nameFolded')),
);

const selectPolicies = statement<{ awsAccountId: string; pathPrefix: string; after: string; limit: number } & UsageMinima, PolicyRow>(
  'selectPolicies',
  (sql, param) =>
    sql
      .selectFrom('iam_policies')
      .select(columns)
      .select((builder) => [attachmentCount(builder).as('attachment_count'), boundaryCount().as('boundary_count')])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('name_folded', '>', param('after'))
      .where(({ ref }) => isBelow(ref('path'), param('pathPrefix')))
      .where((builder) => builder(attachmentCount(builder), '>=', param('attachmentsMin')))
      .where((builder) => builder(boundaryCount(), '>=', param('boundariesMin')))
      .where((builder) => builder(text<number>`${attachmentCount(builder)} + ${boundaryCount()}`, '>=', param('usesMin')))
      .orderBy('name_folded')
      .limit(param('limit')),
);

const selectAwsAttachmentCounts = statement<{ awsAccountId: string }, { policy_arn: string; attachment_count: number }>(
  'selectAwsAttachmentCounts',
  (sql, param) =>
    sql
      .selectFrom('iam_attachments')
      .select('policy_arn')
      .select(({ fn }) => fn.countAll<number>().as('attachment_count'))
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('policy_arn', '>=', 'arn:aws:iam::aws:')
      .where('policy_arn', '<', 'arn:aws:iam::aws;')
      .groupBy('policy_arn'),
);

interface NewPolicyRow {
  awsAccountId: string;
  id: string;
  name: string;
  nameFolded: string;
  path: string;
  description: string;
  createdAt: number;
  tags: string;
}

const insertPolicyRow = statement<NewPolicyRow>('insertPolicyRow', (sql, param) =>
  sql.insertInto('iam_policies').values({
    aws_account_id: param('awsAccountId'),
    id: param('id'),
    name: param('name'),
    name_folded: param('nameFolded'),
    path: param('path'),
    description: param('description'),
    default_version: 1,
    latest_version: 1,
    created_at: param('createdAt'),
    updated_at: param('createdAt'),
    tags: param('tags'),
  }),
);

const deletePolicyRow = statement<{ awsAccountId: string; id: string }>('deletePolicyRow', (sql, param) =>
  sql.deleteFrom('iam_policies').where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);
