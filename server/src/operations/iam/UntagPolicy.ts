import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { removeTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, tagKey } from '../../shapes/iam.ts';
import { policyTagConditions } from '../../store/iam-conditions.ts';
import { getOwnPolicy } from '../../store/iam-policies.ts';
import { updatePolicyTags } from '../../store/iam-policy-tags.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UntagPolicy = queryOperation('iam', {
  action: {
    name: 'UntagPolicy',
    access: 'Tagging',
    summary: 'Grants permission to remove the specified tags from the managed policy',
    dependsOn: [],
    resource: policyResource,
    context: policyTagConditions,
  },
  input: z.object({ PolicyArn: arn, TagKeys: z.array(tagKey).max(50) }),
  output: nothing,
  errors: [InvalidInput, NoSuchEntity],
  example: { PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users', TagKeys: ['team'] },
  async handler({ tx }, { PolicyArn, TagKeys }) {
    const change = await beginIdentityChange(tx);
    const policy = await getOwnPolicy(change, PolicyArn);
    await updatePolicyTags(change, policy, removeTags(policy.tags, TagKeys, 'keep-case'));
    return {};
  },
});
