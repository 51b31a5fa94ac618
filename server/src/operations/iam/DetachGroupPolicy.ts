import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, groupName } from '../../shapes/iam.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { detachPolicy } from '../../store/iam-attachments.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { wasNotFound } from '../../store/iam-policies.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const DetachGroupPolicy = queryOperation('iam', {
  action: {
    name: 'DetachGroupPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to detach a managed policy from the specified IAM group',
    dependsOn: [],
    resource: groupResource,
    context: requestConditions,
  },
  input: z.object({ GroupName: groupName, PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { GroupName: 'help-desk', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx }, { GroupName, PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const group = await getGroup(change, GroupName);
    const detached = await detachPolicy(change, { ownerId: group.id, policyArn: PolicyArn });
    if (!detached) throw new NoSuchEntity(wasNotFound(PolicyArn));
    return {};
  },
});
