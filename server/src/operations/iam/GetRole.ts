import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireRoleWithDetails } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { Role, roleName } from '../../shapes/iam.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { getRole } from '../../store/iam-roles.ts';

export const GetRole = queryOperation('iam', {
  action: {
    name: 'GetRole',
    access: 'Read',
    summary:
      "Grants permission to retrieve information about the specified role, including the role's path, GUID, ARN, and the role's trust policy",
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName }),
  output: z.object({ Role }),
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk' },
  async handler({ tx }, { RoleName }) {
    return { Role: toWireRoleWithDetails(tx.awsAccountId, await getRole(tx, RoleName)) };
  },
});
