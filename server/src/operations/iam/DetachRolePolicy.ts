import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, roleName } from '../../shapes/iam.ts';
import { detachPolicy } from '../../store/iam-attachments.ts';
import { wasNotFound } from '../../store/iam-policies.ts';
import { getRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const DetachRolePolicy = queryOperation('iam', {
  action: {
    name: 'DetachRolePolicy',
    access: 'Permissions management',
    summary: 'Grants permission to detach a managed policy from the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx }, { RoleName, PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    const detached = await detachPolicy(change, { ownerId: role.id, policyArn: PolicyArn });
    if (!detached) throw new NoSuchEntity(wasNotFound(PolicyArn));
    return {};
  },
});
