import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, paging, policyName, roleName } from '../../shapes/iam.ts';
import { listInlinePolicyNames } from '../../store/iam-inline-policies.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getRole } from '../../store/iam-roles.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const ListRolePolicies = queryOperation('iam', {
  action: {
    name: 'ListRolePolicies',
    access: 'List',
    summary: 'Grants permission to list the names of the inline policies that are embedded in the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, ...paging }),
  output: z.object({ PolicyNames: z.array(policyName), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { RoleName: 'help-desk' },
  async handler({ tx }, { RoleName, ...page }) {
    const role = await getRole(tx, RoleName);
    const find = (after: string, limit: number) => listInlinePolicyNames(tx, { ownerId: role.id, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListRolePolicies', role.id], page, find, (name) => name);
    return { PolicyNames: [...rows], ...position };
  },
});
