import { statement, type Tx } from './database.ts';
import type { AttachedEntity, EntityQuery } from './iam-attachments.ts';
import { isBelow } from './iam-users.ts';

// Managed policies used as permissions boundaries of users and roles, named by the policy's ARN.

/** Users that a policy bounds, below a path, in the order of their folded names. */
export async function listBoundedUsers(tx: Tx, query: EntityQuery): Promise<AttachedEntity[]> {
  return tx.all(selectBoundedUsers, { awsAccountId: tx.awsAccountId, ...query });
}

/** Roles that a policy bounds, below a path, in the order of their folded names. */
export async function listBoundedRoles(tx: Tx, query: EntityQuery): Promise<AttachedEntity[]> {
  return tx.all(selectBoundedRoles, { awsAccountId: tx.awsAccountId, ...query });
}

/** How many users and roles each policy bounds, by the policy's ARN; what bounds nobody is left out. */
export async function countBoundaries(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = [
    ...(await tx.all(countUserBoundaries, { awsAccountId: tx.awsAccountId })),
    ...(await tx.all(countRoleBoundaries, { awsAccountId: tx.awsAccountId })),
  ];
  const counts = new Map<string, number>();
  for (const { boundary_arn, count } of rows) if (boundary_arn !== null) counts.set(boundary_arn, (counts.get(boundary_arn) ?? 0) + count);
  return counts;
}

const selectBoundedUsers = statement<EntityQuery & { awsAccountId: string }, AttachedEntity>('selectBoundedUsers', (sql, param) =>
  sql
    .selectFrom('iam_users')
    .select(['id', 'name'])
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('boundary_arn', '=', param('policyArn'))
    .where('name_folded', '>', param('after'))
    .where(({ ref }) => isBelow(ref('path'), param('pathPrefix')))
    .orderBy('name_folded')
    .limit(param('limit')),
);

const selectBoundedRoles = statement<EntityQuery & { awsAccountId: string }, AttachedEntity>('selectBoundedRoles', (sql, param) =>
  sql
    .selectFrom('iam_roles')
    .select(['id', 'name'])
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('boundary_arn', '=', param('policyArn'))
    .where('name_folded', '>', param('after'))
    .where(({ ref }) => isBelow(ref('path'), param('pathPrefix')))
    .orderBy('name_folded')
    .limit(param('limit')),
);

interface BoundaryCount {
  boundary_arn: string | null;
  count: number;
}

const countUserBoundaries = statement<{ awsAccountId: string }, BoundaryCount>('countUserBoundaries', (sql, param) =>
  sql
    .selectFrom('iam_users')
    .select('boundary_arn')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('boundary_arn', 'is not', null)
    .groupBy('boundary_arn'),
);

const countRoleBoundaries = statement<{ awsAccountId: string }, BoundaryCount>('countRoleBoundaries', (sql, param) =>
  sql
    .selectFrom('iam_roles')
    .select('boundary_arn')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('boundary_arn', 'is not', null)
    .groupBy('boundary_arn'),
);
