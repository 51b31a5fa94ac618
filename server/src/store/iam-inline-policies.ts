import { statement, type Tx } from './database.ts';
import type { IdentityTx } from './principals.ts';

// Policies embedded in one user or one group, named by the owner's id: ids are never reused.

/** The text of an inline policy, its name spelled exactly. */
export async function findInlinePolicy(tx: Tx, ownerId: string, name: string): Promise<string | undefined> {
  return (await tx.first(selectInlinePolicy, { awsAccountId: tx.awsAccountId, ownerId, name }))?.document;
}

/** Names of an owner's inline policies in byte order. */
export async function listInlinePolicyNames(
  tx: Tx,
  { ownerId, after, limit }: { ownerId: string; after: string; limit: number },
): Promise<string[]> {
  return (await tx.all(selectInlinePolicyNames, { awsAccountId: tx.awsAccountId, ownerId, after, limit })).map(({ name }) => name);
}

/** All inline policies of an owner: their sizes count together, so there are few. */
export async function listInlinePolicies(tx: Tx, ownerId: string): Promise<{ name: string; document: string }[]> {
  return tx.all(selectInlinePolicies, { awsAccountId: tx.awsAccountId, ownerId });
}

/** Creates the policy, or replaces the one of this name. */
export async function putInlinePolicy(tx: IdentityTx, policy: { ownerId: string; name: string; document: string }): Promise<void> {
  await tx.run(upsertInlinePolicy, { awsAccountId: tx.awsAccountId, ...policy });
}

/** Whether there was such a policy. */
export async function deleteInlinePolicy(tx: IdentityTx, ownerId: string, name: string): Promise<boolean> {
  return (await tx.run(deleteInlinePolicyRow, { awsAccountId: tx.awsAccountId, ownerId, name })) > 0;
}

const selectInlinePolicy = statement<{ awsAccountId: string; ownerId: string; name: string }, { document: string }>(
  'selectInlinePolicy',
  (sql, param) =>
    sql
      .selectFrom('iam_inline_policies')
      .select('document')
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('owner_id', '=', param('ownerId'))
      .where('name', '=', param('name')),
);

const selectInlinePolicyNames = statement<{ awsAccountId: string; ownerId: string; after: string; limit: number }, { name: string }>(
  'selectInlinePolicyNames',
  (sql, param) =>
    sql
      .selectFrom('iam_inline_policies')
      .select('name')
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('owner_id', '=', param('ownerId'))
      .where('name', '>', param('after'))
      .orderBy('name')
      .limit(param('limit')),
);

const selectInlinePolicies = statement<{ awsAccountId: string; ownerId: string }, { name: string; document: string }>(
  'selectInlinePolicies',
  (sql, param) =>
    sql
      .selectFrom('iam_inline_policies')
      .select(['name', 'document'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('owner_id', '=', param('ownerId')),
);

const upsertInlinePolicy = statement<{ awsAccountId: string; ownerId: string; name: string; document: string }>(
  'upsertInlinePolicy',
  (sql, param) =>
    sql
      .insertInto('iam_inline_policies')
      .values({ aws_account_id: param('awsAccountId'), owner_id: param('ownerId'), name: param('name'), document: param('document') })
      .onConflict((conflict) => conflict.columns(['aws_account_id', 'owner_id', 'name']).doUpdateSet({ document: param('document') })),
);

const deleteInlinePolicyRow = statement<{ awsAccountId: string; ownerId: string; name: string }>('deleteInlinePolicyRow', (sql, param) =>
  sql
    .deleteFrom('iam_inline_policies')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('owner_id', '=', param('ownerId'))
    .where('name', '=', param('name')),
);
