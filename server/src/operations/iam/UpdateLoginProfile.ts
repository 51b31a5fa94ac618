import { z } from 'zod';
import { EntityTemporarilyUnmodifiable, NoSuchEntity, PasswordPolicyViolation } from '../../errors.ts';
import { preparePassword } from '../../iam/passwords.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { password, userName } from '../../shapes/iam.ts';
import { changePassword, getLoginProfile, readPasswordState, setMustChange } from '../../store/iam-login-profiles.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UpdateLoginProfile = queryOperation('iam', {
  action: {
    name: 'UpdateLoginProfile',
    access: 'Write',
    summary: 'Grants permission to change the password for the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName, Password: password.optional(), PasswordResetRequired: z.boolean().optional() }),
  output: nothing,
  errors: [EntityTemporarilyUnmodifiable, NoSuchEntity, PasswordPolicyViolation],
  example: { UserName: 'carol', PasswordResetRequired: true },
  async ask({ read, random }, { UserName, Password }) {
    if (Password === undefined) return undefined;
    const state = await read(async (tx) => {
      const user = await getUser(tx, UserName);
      return readPasswordState(tx, user, await getLoginProfile(tx, user));
    });
    return preparePassword(Password, state, random);
  },
  async handler({ tx, now }, { UserName, PasswordResetRequired }, prepared) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const profile = await getLoginProfile(change, user);
    const mustChange = PasswordResetRequired ?? profile.mustChange;
    if (prepared === undefined) await setMustChange(change, profile, mustChange);
    else await changePassword(change, profile, { password: prepared, mustChange, now });
    return {};
  },
});
