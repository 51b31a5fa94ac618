import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { roleDescription, roleMaxSessionDuration, roleName } from '../../shapes/iam.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UpdateRole = queryOperation('iam', {
  action: {
    name: 'UpdateRole',
    access: 'Write',
    summary: 'Grants permission to update the Description or MaxSessionDuration setting of a role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({
    RoleName: roleName,
    Description: roleDescription.optional(),
    MaxSessionDuration: roleMaxSessionDuration.optional(),
  }),
  // Unlike other updates, the published model gives this one a result, and clients fail without its element.
  output: z.object({}),
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk', MaxSessionDuration: 14_400 },
  async handler({ tx }, { RoleName, Description, MaxSessionDuration }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    // Assumed: what is left out stays as it is.
    await updateRole(change, role, {
      description: Description ?? role.description,
      sessionMaxSeconds: MaxSessionDuration ?? role.sessionMaxSeconds,
    });
    return {};
  },
});
