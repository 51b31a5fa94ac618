import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, policyName } from '../../shapes/iam.ts';
import { deleteInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const DeleteUserPolicy = queryOperation('iam', {
  action: {
    name: 'DeleteUserPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to delete the specified inline policy from an IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, PolicyName: policyName }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol', PolicyName: 'suspend-users' },
  async handler({ tx }, { UserName, PolicyName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const deleted = await deleteInlinePolicy(change, user.id, PolicyName);
    if (!deleted) throw new NoSuchEntity(`The user policy with name ${PolicyName} cannot be found.`);
    return {};
  },
});
