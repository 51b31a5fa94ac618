import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { quotas } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, userName } from '../../shapes/iam.ts';
import { attachPolicy, listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { getPolicy, isNotAttachable } from '../../store/iam-policies.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const AttachUserPolicy = queryOperation('iam', {
  action: {
    name: 'AttachUserPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to attach a managed policy to the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName, PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, LimitExceeded],
  example: { UserName: 'carol', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx, now }, { UserName, PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const policy = await getPolicy(change, PolicyArn, isNotAttachable);
    const attached = await listAttachedPolicyArns(change, user.id);
    if (attached.length >= quotas.PoliciesPerUser && !attached.includes(policy.arn)) {
      throw new LimitExceeded(`Cannot exceed quota for PoliciesPerUser: ${quotas.PoliciesPerUser}`);
    }
    await attachPolicy(change, { ownerId: user.id, policyArn: policy.arn, attachedAt: now });
    return {};
  },
});
