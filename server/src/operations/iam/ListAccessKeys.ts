import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireAccessKey } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { AccessKeyMetadata, existingUserName, pagePosition, paging } from '../../shapes/iam.ts';
import { listAccessKeys } from '../../store/access-keys.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const ListAccessKeys = queryOperation('iam', {
  action: {
    name: 'ListAccessKeys',
    access: 'List',
    summary: 'Grants permission to list information about the access key IDs that are associated with the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName.optional(), ...paging }),
  output: z.object({ AccessKeyMetadata: z.array(AccessKeyMetadata), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { UserName: 'carol' },
  async handler({ tx, principal }, { UserName, ...page }) {
    const user = await getUserOrCaller(tx, UserName, principal);
    const userId = user?.id ?? null;
    const find = (after: string, limit: number) => listAccessKeys(tx, { userId, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListAccessKeys', userId], page, find, ({ id }) => id);
    return { AccessKeyMetadata: rows.map((key) => toWireAccessKey(user?.name, key)), ...position };
  },
});
