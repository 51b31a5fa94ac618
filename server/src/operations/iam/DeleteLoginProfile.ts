import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { userName } from '../../shapes/iam.ts';
import { deleteLoginProfile, getLoginProfile } from '../../store/iam-login-profiles.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteLoginProfile = queryOperation('iam', {
  action: {
    name: 'DeleteLoginProfile',
    access: 'Write',
    summary: 'Grants permission to delete the password for the specified IAM user',
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
    await deleteLoginProfile(change, await getLoginProfile(change, await getUser(change, UserName)));
    return {};
  },
});
