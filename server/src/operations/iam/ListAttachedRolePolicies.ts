import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireAttachedPolicies } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { AttachedPolicy, pagePosition, paging, policyPath, roleName } from '../../shapes/iam.ts';
import { listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getRole } from '../../store/iam-roles.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const ListAttachedRolePolicies = queryOperation('iam', {
  action: {
    name: 'ListAttachedRolePolicies',
    access: 'List',
    summary: 'Grants permission to list all managed policies that are attached to the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PathPrefix: policyPath.optional(), ...paging }),
  output: z.object({ AttachedPolicies: z.array(AttachedPolicy).optional(), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { RoleName: 'help-desk' },
  async handler({ tx }, { RoleName, PathPrefix = '/', ...page }) {
    const role = await getRole(tx, RoleName);
    const attached = toWireAttachedPolicies(await listAttachedPolicyArns(tx, role.id), PathPrefix);
    const find = (after: string, limit: number) => attached.filter(({ key }) => key > after).slice(0, limit);
    const list = ['ListAttachedRolePolicies', role.id, PathPrefix];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ key }) => key);
    return { AttachedPolicies: rows.map(({ PolicyName, PolicyArn }) => ({ PolicyName, PolicyArn })), ...position };
  },
});
