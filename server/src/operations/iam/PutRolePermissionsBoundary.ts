import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, roleName } from '../../shapes/iam.ts';
import { getPolicy, isNoBoundary } from '../../store/iam-policies.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const PutRolePermissionsBoundary = queryOperation('iam', {
  action: {
    name: 'PutRolePermissionsBoundary',
    access: 'Permissions management',
    summary: 'Grants permission to set a managed policy as a permissions boundary for a role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PermissionsBoundary: arn }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput],
  example: { RoleName: 'help-desk', PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx }, { RoleName, PermissionsBoundary }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    const policy = await getPolicy(change, PermissionsBoundary, isNoBoundary);
    await updateRole(change, role, { boundaryArn: policy.arn });
    return {};
  },
});
