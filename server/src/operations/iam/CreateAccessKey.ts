import { z } from 'zod';
import { LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { newAccessKeyId, newSecretAccessKey } from '../../iam/ids.ts';
import { quotas } from '../../iam/quotas.ts';
import { toWireAccessKey } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { AccessKey, existingUserName } from '../../shapes/iam.ts';
import { insertAccessKey, listAccessKeys } from '../../store/access-keys.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const CreateAccessKey = queryOperation('iam', {
  action: {
    name: 'CreateAccessKey',
    access: 'Write',
    summary: 'Grants permission to create access key and secret access key for the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName.optional() }),
  output: z.object({ AccessKey }),
  errors: [NoSuchEntity, LimitExceeded],
  example: { UserName: 'carol' },
  async handler({ tx, principal, now, random }, { UserName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUserOrCaller(change, UserName, principal);
    const userId = user?.id ?? null;
    const keys = await listAccessKeys(change, { userId, after: '', limit: quotas.AccessKeysPerUser });
    if (keys.length >= quotas.AccessKeysPerUser)
      throw new LimitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${quotas.AccessKeysPerUser}`);
    const key = {
      id: newAccessKeyId(random),
      userId,
      secretAccessKey: newSecretAccessKey(random),
      status: 'Active',
      createdAt: now,
    } as const;
    await insertAccessKey(change, key);
    return { AccessKey: { ...toWireAccessKey(user?.name, key), SecretAccessKey: key.secretAccessKey } };
  },
});
