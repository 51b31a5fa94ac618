import { tagsToText, type Tags } from '../iam/tags.ts';
import { statement } from './database.ts';
import type { ManagedPolicy } from './iam-policies.ts';
import type { IdentityTx } from './principals.ts';

/** Writes the tags of a policy of the tenant's own. */
export async function updatePolicyTags(tx: IdentityTx, { id }: ManagedPolicy, tags: Tags): Promise<void> {
  await tx.run(updatePolicyTagsRow, { awsAccountId: tx.awsAccountId, id, tags: tagsToText(tags) });
}

const updatePolicyTagsRow = statement<{ awsAccountId: string; id: string; tags: string }>('updatePolicyTags', (sql, param) =>
  sql
    .updateTable('iam_policies')
    .set({ tags: param('tags') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id')),
);
