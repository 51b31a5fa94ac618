import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { groupName, pagePosition, paging, policyName } from '../../shapes/iam.ts';
import { listInlinePolicyNames } from '../../store/iam-inline-policies.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const ListGroupPolicies = queryOperation('iam', {
  action: {
    name: 'ListGroupPolicies',
    access: 'List',
    summary: 'Grants permission to list the names of the inline policies that are embedded in the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, ...paging }),
  output: z.object({ PolicyNames: z.array(policyName), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { GroupName: 'help-desk' },
  async handler({ tx }, { GroupName, ...page }) {
    const group = await getGroup(tx, GroupName);
    const find = (after: string, limit: number) => listInlinePolicyNames(tx, { ownerId: group.id, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListGroupPolicies', group.id], page, find, (name) => name);
    return { PolicyNames: [...rows], ...position };
  },
});
