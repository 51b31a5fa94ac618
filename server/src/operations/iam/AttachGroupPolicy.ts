import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { quotas } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, groupName } from '../../shapes/iam.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { attachPolicy, listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { getPolicy, isNotAttachable } from '../../store/iam-policies.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const AttachGroupPolicy = queryOperation('iam', {
  action: {
    name: 'AttachGroupPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to attach a managed policy to the specified IAM group',
    dependsOn: [],
    resource: groupResource,
    context: requestConditions,
  },
  input: z.object({ GroupName: groupName, PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, LimitExceeded],
  example: { GroupName: 'help-desk', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx, now }, { GroupName, PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const group = await getGroup(change, GroupName);
    const policy = await getPolicy(change, PolicyArn, isNotAttachable);
    const attached = await listAttachedPolicyArns(change, group.id);
    if (attached.length >= quotas.PoliciesPerGroup && !attached.includes(policy.arn)) {
      throw new LimitExceeded(`Cannot exceed quota for PoliciesPerGroup: ${quotas.PoliciesPerGroup}`);
    }
    await attachPolicy(change, { ownerId: group.id, policyArn: policy.arn, attachedAt: now });
    return {};
  },
});
