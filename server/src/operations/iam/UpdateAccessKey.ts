import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { accessKeyId, accessKeyStatus, existingUserName } from '../../shapes/iam.ts';
import { getAccessKey, setAccessKeyStatus } from '../../store/access-keys.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const UpdateAccessKey = queryOperation('iam', {
  action: {
    name: 'UpdateAccessKey',
    access: 'Write',
    summary: 'Grants permission to update the status of the specified access key as Active or Inactive',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName.optional(), AccessKeyId: accessKeyId, Status: accessKeyStatus }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' },
  async handler({ tx, principal }, { UserName, AccessKeyId, Status }) {
    const change = await beginIdentityChange(tx);
    const user = await getUserOrCaller(change, UserName, principal);
    const key = await getAccessKey(change, user?.id ?? null, AccessKeyId);
    await setAccessKeyStatus(change, key, Status);
    return {};
  },
});
