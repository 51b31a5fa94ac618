import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { addTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, tagList } from '../../shapes/iam.ts';
import { policyTagConditions } from '../../store/iam-conditions.ts';
import { getOwnPolicy } from '../../store/iam-policies.ts';
import { updatePolicyTags } from '../../store/iam-policy-tags.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const TagPolicy = queryOperation('iam', {
  action: {
    name: 'TagPolicy',
    access: 'Tagging',
    summary: 'Grants permission to add tags to a managed policy',
    dependsOn: [],
    resource: policyResource,
    context: policyTagConditions,
  },
  input: z.object({ PolicyArn: arn, Tags: tagList }),
  output: nothing,
  errors: [InvalidInput, LimitExceeded, NoSuchEntity],
  example: { PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx }, { PolicyArn, Tags }) {
    const change = await beginIdentityChange(tx);
    const policy = await getOwnPolicy(change, PolicyArn);
    await updatePolicyTags(change, policy, addTags(policy.tags, Tags, 'keep-case'));
    return {};
  },
});
