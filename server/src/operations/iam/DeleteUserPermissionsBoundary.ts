import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { userName } from '../../shapes/iam.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser, setUserBoundary } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteUserPermissionsBoundary = queryOperation('iam', {
  action: {
    name: 'DeleteUserPermissionsBoundary',
    access: 'Permissions management',
    summary: 'Grants permission to remove the permissions boundary from the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    if (user.boundaryArn === undefined) throw new NoSuchEntity(`The permissions boundary of user ${UserName} cannot be found.`);
    await setUserBoundary(change, user, undefined);
    return {};
  },
});
