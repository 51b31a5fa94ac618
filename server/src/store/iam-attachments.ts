import { statement, type Tx } from './database.ts';
import { isBelow } from './iam-users.ts';
import type { IdentityTx } from './principals.ts';

// Managed policies attached to users, roles and groups, named by the owner's id and the policy's ARN.

/** ARNs of the policies attached to a user, a role or a group, in byte order; few, because of the quota. */
export async function listAttachedPolicyArns(tx: Tx, ownerId: string): Promise<string[]> {
  return (await tx.all(selectArnsOfOwner, { awsAccountId: tx.awsAccountId, ownerId })).map(({ policy_arn }) => policy_arn);
}

/** Attaching a policy again changes nothing. */
export async function attachPolicy(tx: IdentityTx, attachment: { ownerId: string; policyArn: string; attachedAt: number }): Promise<void> {
  await tx.run(insertAttachment, { awsAccountId: tx.awsAccountId, ...attachment });
}

/** Whether the policy was attached. */
export async function detachPolicy(tx: IdentityTx, { ownerId, policyArn }: { ownerId: string; policyArn: string }): Promise<boolean> {
  return (await tx.run(deleteAttachment, { awsAccountId: tx.awsAccountId, ownerId, policyArn })) > 0;
}

/** What a policy is attached to. */
export interface AttachedEntity {
  readonly id: string;
  readonly name: string;
}

/** Which of the entities that use a policy to list. */
export interface EntityQuery {
  readonly policyArn: string;
  readonly pathPrefix: string;
  readonly after: string;
  readonly limit: number;
}

/** Users a policy is attached to, below a path, in the order of their folded names. */
export async function listAttachedUsers(tx: Tx, query: EntityQuery): Promise<AttachedEntity[]> {
  return tx.all(selectAttachedUsers, { awsAccountId: tx.awsAccountId, ...query });
}

/** Roles a policy is attached to, below a path, in the order of their folded names. */
export async function listAttachedRoles(tx: Tx, query: EntityQuery): Promise<AttachedEntity[]> {
  return tx.all(selectAttachedRoles, { awsAccountId: tx.awsAccountId, ...query });
}

/** Groups a policy is attached to, below a path, in the order of their folded names. */
export async function listAttachedGroups(tx: Tx, query: EntityQuery): Promise<AttachedEntity[]> {
  return tx.all(selectAttachedGroups, { awsAccountId: tx.awsAccountId, ...query });
}

const selectArnsOfOwner = statement<{ awsAccountId: string; ownerId: string }, { policy_arn: string }>('selectArnsOfOwner', (sql, param) =>
  sql
    .selectFrom('iam_attachments')
    .select('policy_arn')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('owner_id', '=', param('ownerId'))
    .orderBy('policy_arn'),
);

const insertAttachment = statement<{ awsAccountId: string; ownerId: string; policyArn: string; attachedAt: number }>(
  'insertAttachment',
  (sql, param) =>
    sql
      .insertInto('iam_attachments')
      .values({
        aws_account_id: param('awsAccountId'),
        owner_id: param('ownerId'),
        policy_arn: param('policyArn'),
        attached_at: param('attachedAt'),
      })
      .onConflict((conflict) => conflict.doNothing()),
);

const deleteAttachment = statement<{ awsAccountId: string; ownerId: string; policyArn: string }>('deleteAttachment', (sql, param) =>
  sql
    .deleteFrom('iam_attachments')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('owner_id', '=', param('ownerId'))
    .where('policy_arn', '=', param('policyArn')),
);

const selectAttachedUsers = statement<EntityQuery & { awsAccountId: string }, AttachedEntity>('selectAttachedUsers', (sql, param) =>
  sql
    .selectFrom('iam_attachments as a')
    .innerJoin('iam_users as u', 'u.id', 'a.owner_id')
    .select(['u.id', 'u.name'])
    .where('a.aws_account_id', '=', param('awsAccountId'))
    .where('a.policy_arn', '=', param('policyArn'))
    .where('u.name_folded', '>', param('after'))
    .where(({ ref }) => isBelow(ref('u.path'), param('pathPrefix')))
    .orderBy('u.name_folded')
    .limit(param('limit')),
);

const selectAttachedGroups = statement<EntityQuery & { awsAccountId: string }, AttachedEntity>('selectAttachedGroups', (sql, param) =>
  sql
    .selectFrom('iam_attachments as a')
    .innerJoin('iam_groups as g', 'g.id', 'a.owner_id')
    .select(['g.id', 'g.name'])
    .where('a.aws_account_id', '=', param('awsAccountId'))
    .where('a.policy_arn', '=', param('policyArn'))
    .where('g.name_folded', '>', param('after'))
    .where(({ ref }) => isBelow(ref('g.path'), param('pathPrefix')))
    .orderBy('g.name_folded')
    .limit(param('limit')),
);

const selectAttachedRoles = statement<EntityQuery & { awsAccountId: string }, AttachedEntity>('selectAttachedRoles', (sql, param) =>
  sql
    .selectFrom('iam_attachments as a')
    .innerJoin('iam_roles as r', 'r.id', 'a.owner_id')
    .select(['r.id', 'r.name'])
    .where('a.aws_account_id', '=', param('awsAccountId'))
    .where('a.policy_arn', '=', param('policyArn'))
    .where('r.name_folded', '>', param('after'))
    .where(({ ref }) => isBelow(ref('r.path'), param('pathPrefix')))
    .orderBy('r.name_folded')
    .limit(param('limit')),
);
