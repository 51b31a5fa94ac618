import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireRoleWithDetails } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { Role, roleDescription, roleName } from '../../shapes/iam.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UpdateRoleDescription = queryOperation('iam', {
  action: {
    name: 'UpdateRoleDescription',
    access: 'Write',
    summary: 'Grants permission to update only the description of a role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, Description: roleDescription }),
  output: z.object({ Role: Role.optional() }),
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk', Description: 'Looks after people' },
  async handler({ tx }, { RoleName, Description }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    await updateRole(change, role, { description: Description });
    return { Role: toWireRoleWithDetails(tx.awsAccountId, { ...role, description: Description }) };
  },
});
