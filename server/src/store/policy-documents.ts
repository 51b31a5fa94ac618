import { invariant } from '../errors.ts';
import { groupArn, parsePolicyArn, policyArn, roleArn, userArn } from '../iam/arns.ts';
import { awsManagedPolicies } from '../iam/aws-managed-policies.ts';
import { foldName } from '../iam/names.ts';
import { statement, type Tx } from './database.ts';

/** A policy that says what a user or a role may do. */
export interface NamedDocument {
  /** A managed policy's ARN; of an inline policy, its owner's ARN and its name. */
  readonly name: string;
  readonly kind: 'inline-user' | 'inline-group' | 'inline-role' | 'managed' | 'scp';
  readonly text: string;
}

/** All identity-based policies of a user or a role: its own and those of its groups, inline and attached, each once. */
export async function listPolicyDocuments(tx: Tx, entityId: string): Promise<NamedDocument[]> {
  const { awsAccountId } = tx;
  const inline = await tx.all(selectInlineDocuments, { awsAccountId, entityId });
  const attached = await tx.all(selectAttachedArns, { awsAccountId, entityId });
  const managed = await listManagedDocuments(
    tx,
    attached.map(({ policy_arn }) => policy_arn),
  );
  return [...inline.map((row) => toInlineDocument(awsAccountId, row)), ...managed];
}

/** The managed policies with these ARNs in their default versions; what does not exist is left out. */
export async function listManagedDocuments(tx: Tx, arns: readonly string[]): Promise<NamedDocument[]> {
  return [...listAwsManagedDocuments(arns), ...(await listLocalDocuments(tx, arns))];
}

interface InlineDocumentRow {
  name: string;
  document: string;
  user_name: string | null;
  user_path: string | null;
  group_name: string | null;
  group_path: string | null;
  role_name: string | null;
  role_path: string | null;
}

function toInlineDocument(awsAccountId: string, row: InlineDocumentRow): NamedDocument {
  const { user_name, user_path, group_name, group_path, role_name, role_path } = row;
  if (role_name !== null && role_path !== null) {
    return {
      name: `${roleArn(awsAccountId, { path: role_path, name: role_name })} (inline policy ${row.name})`,
      kind: 'inline-role',
      text: row.document,
    };
  }
  if (user_name !== null && user_path !== null) {
    return {
      name: `${userArn(awsAccountId, { path: user_path, name: user_name })} (inline policy ${row.name})`,
      kind: 'inline-user',
      text: row.document,
    };
  }
  invariant(
    group_name !== null && group_path !== null,
    'An inline policy that was found by its owner belongs to a role, a user or a group.',
  );
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
  return rows
    .map((row) => ({ name: policyArn(tx.awsAccountId, row), kind: 'managed', text: row.document }) as const)
    .filter(({ name }) => arns.includes(name));
}

const selectInlineDocuments = statement<{ awsAccountId: string; entityId: string }, InlineDocumentRow>(
  'selectInlineDocuments',
  (sql, param) =>
    sql
      .selectFrom('iam_inline_policies as p')
      .leftJoin('iam_users as u', 'u.id', 'p.owner_id')
      .leftJoin('iam_groups as g', 'g.id', 'p.owner_id')
      .leftJoin('iam_roles as r', 'r.id', 'p.owner_id')
      .select(['p.name', 'p.document', 'u.name as user_name', 'u.path as user_path', 'g.name as group_name', 'g.path as group_path'])
      .select(['r.name as role_name', 'r.path as role_path'])
      .where('p.aws_account_id', '=', param('awsAccountId'))
      .where(({ eb, or, selectFrom }) =>
        or([
          eb('p.owner_id', '=', param('entityId')),
          eb(
            'p.owner_id',
            'in',
            selectFrom('iam_group_members')
              .select('group_id')
              .where('aws_account_id', '=', param('awsAccountId'))
              .where('user_id', '=', param('entityId')),
          ),
        ]),
      )
      .orderBy('p.owner_id')
      .orderBy('p.name'),
);

const selectAttachedArns = statement<{ awsAccountId: string; entityId: string }, { policy_arn: string }>(
  'selectAttachedArns',
  (sql, param) =>
    sql
      .selectFrom('iam_attachments')
      .select('policy_arn')
      .distinct()
      .where('aws_account_id', '=', param('awsAccountId'))
      .where(({ eb, or, selectFrom }) =>
        or([
          eb('owner_id', '=', param('entityId')),
          eb(
            'owner_id',
            'in',
            selectFrom('iam_group_members')
              .select('group_id')
              .where('aws_account_id', '=', param('awsAccountId'))
              .where('user_id', '=', param('entityId')),
          ),
        ]),
      )
      .orderBy('policy_arn'),
);
