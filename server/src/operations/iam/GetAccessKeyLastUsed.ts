import { z } from 'zod';
import { AccessDenied } from '../../errors.ts';
import { toWireDate } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { accessKeyId, AccessKeyLastUsed, existingUserName } from '../../shapes/iam.ts';
import { findAccessKey } from '../../store/access-keys.ts';
import { accessKeyResource } from '../../store/iam-resources.ts';
import { findUserById } from '../../store/iam-users.ts';

export const GetAccessKeyLastUsed = queryOperation('iam', {
  action: {
    name: 'GetAccessKeyLastUsed',
    access: 'Read',
    summary: 'Grants permission to retrieve information about when the specified access key was last used',
    dependsOn: [],
    resource: accessKeyResource,
  },
  input: z.object({ AccessKeyId: accessKeyId }),
  output: z.object({ UserName: existingUserName.optional(), AccessKeyLastUsed: AccessKeyLastUsed.optional() }),
  errors: [AccessDenied],
  example: { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  async handler({ tx, principal }, { AccessKeyId }) {
    const key = await findAccessKey(tx, AccessKeyId);
    // IAM refuses rather than tell whether the key exists in another account.
    if (!key)
      throw new AccessDenied(
        `User: ${principal.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`,
      );
    const user = key.userId === null ? undefined : await findUserById(tx, key.userId);
    const { lastUsed } = key;
    return {
      UserName: user?.name,
      AccessKeyLastUsed: lastUsed
        ? { LastUsedDate: toWireDate(lastUsed.at), ServiceName: lastUsed.service, Region: lastUsed.region }
        : { ServiceName: 'N/A', Region: 'N/A' },
    };
  },
});
