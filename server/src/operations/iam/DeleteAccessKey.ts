import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { accessKeyId, existingUserName } from '../../shapes/iam.ts';
import { deleteAccessKey, getAccessKey } from '../../store/access-keys.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const DeleteAccessKey = queryOperation('iam', {
  action: {
    name: 'DeleteAccessKey',
    access: 'Write',
    summary: 'Grants permission to delete the access key pair that is associated with the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName.optional(), AccessKeyId: accessKeyId }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  async handler({ tx, principal }, { UserName, AccessKeyId }) {
    const change = await beginIdentityChange(tx);
    const user = await getUserOrCaller(change, UserName, principal);
    await deleteAccessKey(change, await getAccessKey(change, user?.id ?? null, AccessKeyId));
    return {};
  },
});
