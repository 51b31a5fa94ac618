import { NoSuchEntity } from '../errors.ts';
import { toVersionId } from '../iam/wire.ts';
import { statement, type Tx } from './database.ts';
import type { ManagedPolicy } from './iam-policies.ts';
import type { IdentityTx } from './principals.ts';

/** One version of a managed policy. */
export interface PolicyVersion {
  /** 1, 2, 3 …; never reused. */
  readonly number: number;
  readonly document: string;
  readonly isDefault: boolean;
  readonly createdAt: number;
}

/** The versions of a policy, five at most, the newest first. */
export async function listPolicyVersions(tx: Tx, policy: ManagedPolicy): Promise<PolicyVersion[]> {
  if (policy.awsDocument !== undefined) return [{ number: 1, document: policy.awsDocument, isDefault: true, createdAt: policy.createdAt }];
  const rows = await tx.all(selectVersions, { awsAccountId: tx.awsAccountId, policyId: policy.id });
  return rows.map(({ version, document, created_at }) => ({
    number: version,
    document,
    isDefault: version === policy.defaultVersion,
    createdAt: created_at,
  }));
}

/** The version with this id, `v3`. Throws NoSuchEntity. */
export async function getPolicyVersion(tx: Tx, policy: ManagedPolicy, versionId: string): Promise<PolicyVersion> {
  const version = (await listPolicyVersions(tx, policy)).find(({ number }) => toVersionId(number) === versionId);
  if (!version) throw new NoSuchEntity(versionIsAbsent(versionId)(policy.arn));
  return version;
}

/** What is said of a policy that does not exist, or does not have this version. */
export function versionIsAbsent(versionId: string): (arn: string) => string {
  return (arn) => `Policy ${arn} version ${versionId} does not exist or is not attachable.`;
}

/** Adds a version as the policy's newest and, if so asked, makes it the one that counts. */
export async function addPolicyVersion(
  tx: IdentityTx,
  policy: ManagedPolicy,
  version: { document: string; isDefault: boolean; createdAt: number },
): Promise<PolicyVersion> {
  const { awsAccountId } = tx;
  const { document, isDefault, createdAt } = version;
  const number = policy.latestVersion + 1;
  await insertPolicyVersion(tx, { policyId: policy.id, version: number, document, createdAt });
  const defaultVersion = isDefault ? number : policy.defaultVersion;
  await tx.run(updateVersionNumbers, { awsAccountId, id: policy.id, defaultVersion, latestVersion: number, updatedAt: createdAt });
  return { number, document, isDefault, createdAt };
}

/** Stores a version's document. */
export async function insertPolicyVersion(
  tx: IdentityTx,
  version: { policyId: string; version: number; document: string; createdAt: number },
): Promise<void> {
  await tx.run(insertVersion, { awsAccountId: tx.awsAccountId, ...version });
}

export async function setDefaultPolicyVersion(tx: IdentityTx, policy: ManagedPolicy, version: PolicyVersion): Promise<void> {
  const { id, latestVersion, updatedAt } = policy;
  await tx.run(updateVersionNumbers, { awsAccountId: tx.awsAccountId, id, defaultVersion: version.number, latestVersion, updatedAt });
}

/** Deletes a version that is not the default. */
export async function deletePolicyVersion(tx: IdentityTx, policy: ManagedPolicy, version: PolicyVersion): Promise<void> {
  await tx.run(deleteVersion, { awsAccountId: tx.awsAccountId, policyId: policy.id, version: version.number });
}

/** Deletes all versions of a policy that is being deleted. */
export async function deletePolicyVersions(tx: IdentityTx, policy: ManagedPolicy): Promise<void> {
  await tx.run(deleteVersions, { awsAccountId: tx.awsAccountId, policyId: policy.id });
}

const selectVersions = statement<{ awsAccountId: string; policyId: string }, { version: number; document: string; created_at: number }>(
  'selectVersions',
  (sql, param) =>
    sql
      .selectFrom('iam_policy_versions')
      .select(['version', 'document', 'created_at'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('policy_id', '=', param('policyId'))
      .orderBy('version', 'desc'),
);

const insertVersion = statement<{ awsAccountId: string; policyId: string; version: number; document: string; createdAt: number }>(
  'insertVersion',
  (sql, param) =>
    sql.insertInto('iam_policy_versions').values({
      aws_account_id: param('awsAccountId'),
      policy_id: param('policyId'),
      version: param('version'),
      document: param('document'),
      created_at: param('createdAt'),
    }),
);

const updateVersionNumbers = statement<{
  awsAccountId: string;
  id: string;
  defaultVersion: number;
  latestVersion: number;
  updatedAt: number;
}>('updateVersionNumbers', (sql, param) =>
  sql
    .updateTable('iam_policies')
    .set({ default_version: param('defaultVersion'), latest_version: param('latestVersion'), updated_at: param('updatedAt') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id')),
);

const deleteVersion = statement<{ awsAccountId: string; policyId: string; version: number }>('deleteVersion', (sql, param) =>
  sql
    .deleteFrom('iam_policy_versions')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('policy_id', '=', param('policyId'))
    .where('version', '=', param('version')),
);

const deleteVersions = statement<{ awsAccountId: string; policyId: string }>('deleteVersions', (sql, param) =>
  sql.deleteFrom('iam_policy_versions').where('aws_account_id', '=', param('awsAccountId')).where('policy_id', '=', param('policyId')),
);
