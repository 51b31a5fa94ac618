import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, userName } from '../../shapes/iam.ts';
import { getPolicy, isNoBoundary } from '../../store/iam-policies.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser, setUserBoundary } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const PutUserPermissionsBoundary = queryOperation('iam', {
  action: {
    name: 'PutUserPermissionsBoundary',
    access: 'Permissions management',
    summary: 'Grants permission to set a managed policy as a permissions boundary for an IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName, PermissionsBoundary: arn }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput],
  example: { UserName: 'carol', PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx }, { UserName, PermissionsBoundary }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const policy = await getPolicy(change, PermissionsBoundary, isNoBoundary);
    await setUserBoundary(change, user, policy.arn);
    return {};
  },
});
