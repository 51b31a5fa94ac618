import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { policyName, roleName } from '../../shapes/iam.ts';
import { deleteInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const DeleteRolePolicy = queryOperation('iam', {
  action: {
    name: 'DeleteRolePolicy',
    access: 'Permissions management',
    summary: 'Grants permission to delete the specified inline policy from an IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PolicyName: policyName }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk', PolicyName: 'suspend-users' },
  async handler({ tx }, { RoleName, PolicyName }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    const deleted = await deleteInlinePolicy(change, role.id, PolicyName);
    if (!deleted) throw new NoSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
    return {};
  },
});
