import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireDocument } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { policyName, roleName } from '../../shapes/iam.ts';
import { findInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getRole } from '../../store/iam-roles.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const GetRolePolicy = queryOperation('iam', {
  action: {
    name: 'GetRolePolicy',
    access: 'Read',
    summary: 'Grants permission to retrieve an inline policy document that is embedded in the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PolicyName: policyName }),
  output: z.object({ RoleName: roleName, PolicyName: policyName, PolicyDocument: z.string() }),
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk', PolicyName: 'suspend-users' },
  async handler({ tx }, { RoleName, PolicyName }) {
    const role = await getRole(tx, RoleName);
    const document = await findInlinePolicy(tx, role.id, PolicyName);
    if (document === undefined) throw new NoSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
    return { RoleName, PolicyName, PolicyDocument: toWireDocument(document) };
  },
});
