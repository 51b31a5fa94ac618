import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { quotas } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, roleName } from '../../shapes/iam.ts';
import { attachPolicy, listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { getPolicy, isNotAttachable } from '../../store/iam-policies.ts';
import { getRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const AttachRolePolicy = queryOperation('iam', {
  action: {
    name: 'AttachRolePolicy',
    access: 'Permissions management',
    summary: 'Grants permission to attach a managed policy to the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, LimitExceeded],
  example: { RoleName: 'help-desk', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx, now }, { RoleName, PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    const policy = await getPolicy(change, PolicyArn, isNotAttachable);
    const attached = await listAttachedPolicyArns(change, role.id);
    if (attached.length >= quotas.PoliciesPerRole && !attached.includes(policy.arn)) {
      throw new LimitExceeded(`Cannot exceed quota for PoliciesPerRole: ${quotas.PoliciesPerRole}`);
    }
    await attachPolicy(change, { ownerId: role.id, policyArn: policy.arn, attachedAt: now });
    return {};
  },
});
