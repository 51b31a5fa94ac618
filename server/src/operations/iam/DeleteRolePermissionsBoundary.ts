import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { roleName } from '../../shapes/iam.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteRolePermissionsBoundary = queryOperation('iam', {
  action: {
    name: 'DeleteRolePermissionsBoundary',
    access: 'Permissions management',
    summary: 'Grants permission to remove the permissions boundary from the specified role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk' },
  async handler({ tx }, { RoleName }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    if (role.boundaryArn === undefined) throw new NoSuchEntity(`The permissions boundary of role ${RoleName} cannot be found.`);
    await updateRole(change, role, { boundaryArn: undefined });
    return {};
  },
});
