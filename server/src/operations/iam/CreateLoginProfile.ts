import { z } from 'zod';
import { EntityAlreadyExists, NoSuchEntity, PasswordPolicyViolation } from '../../errors.ts';
import { toWireDate } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { LoginProfile, password, userName } from '../../shapes/iam.ts';
import { insertLoginProfile } from '../../store/iam-login-profiles.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateLoginProfile = queryOperation('iam', {
  action: {
    name: 'CreateLoginProfile',
    access: 'Write',
    summary: 'Grants permission to create a password for the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName, Password: password, PasswordResetRequired: z.boolean().optional() }),
  output: z.object({ LoginProfile }),
  errors: [EntityAlreadyExists, NoSuchEntity, PasswordPolicyViolation],
  example: { UserName: 'carol', Password: 'Correct-Horse-9' },
  async handler({ tx, now, random }, { UserName, Password, PasswordResetRequired = false }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    await insertLoginProfile(change, user, { password: Password, mustChange: PasswordResetRequired, now, random });
    return { LoginProfile: { UserName, CreateDate: toWireDate(now), PasswordResetRequired } };
  },
});
