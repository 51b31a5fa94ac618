import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireDate } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { LoginProfile, userName } from '../../shapes/iam.ts';
import { getLoginProfile } from '../../store/iam-login-profiles.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser } from '../../store/iam-users.ts';

export const GetLoginProfile = queryOperation('iam', {
  action: {
    name: 'GetLoginProfile',
    access: 'Read',
    summary: 'Grants permission to retrieve the user name and password creation date for the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName }),
  output: z.object({ LoginProfile }),
  errors: [NoSuchEntity],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName }) {
    const { createdAt, mustChange } = await getLoginProfile(tx, await getUser(tx, UserName));
    return { LoginProfile: { UserName, CreateDate: toWireDate(createdAt), PasswordResetRequired: mustChange } };
  },
});
