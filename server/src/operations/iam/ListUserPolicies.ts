import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { existingUserName, pagePosition, paging, policyName } from '../../shapes/iam.ts';
import { listInlinePolicyNames } from '../../store/iam-inline-policies.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getUser } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const ListUserPolicies = queryOperation('iam', {
  action: {
    name: 'ListUserPolicies',
    access: 'List',
    summary: 'Grants permission to list the names of the inline policies that are embedded in the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, ...paging }),
  output: z.object({ PolicyNames: z.array(policyName), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName, ...page }) {
    const user = await getUser(tx, UserName);
    const find = (after: string, limit: number) => listInlinePolicyNames(tx, { ownerId: user.id, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListUserPolicies', user.id], page, find, (name) => name);
    return { PolicyNames: [...rows], ...position };
  },
});
