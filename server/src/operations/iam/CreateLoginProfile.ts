import { z } from 'zod';
import { EntityAlreadyExists, NoSuchEntity, PasswordPolicyViolation } from '../../errors.ts';
import { preparePassword } from '../../iam/passwords.ts';
import { toWireDate } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { LoginProfile, password, userName } from '../../shapes/iam.ts';
import { insertLoginProfile, readPasswordState, requireNoLoginProfile } from '../../store/iam-login-profiles.ts';
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
  async ask({ read, random }, { UserName, Password }) {
    const state = await read(async (tx) => {
      const user = await getUser(tx, UserName);
      await requireNoLoginProfile(tx, user);
      return readPasswordState(tx, user, undefined);
    });
    return preparePassword(Password, state, random);
  },
  async handler({ tx, now }, { UserName, PasswordResetRequired = false }, prepared) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    await insertLoginProfile(change, user, { password: prepared, mustChange: PasswordResetRequired, now });
    return { LoginProfile: { UserName, CreateDate: toWireDate(now), PasswordResetRequired } };
  },
});
