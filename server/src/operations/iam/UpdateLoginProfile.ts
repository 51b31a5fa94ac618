import { z } from 'zod';
import { NoSuchEntity, PasswordPolicyViolation } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { password, userName } from '../../shapes/iam.ts';
import { changePassword, getLoginProfile, setMustChange } from '../../store/iam-login-profiles.ts';
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
  errors: [NoSuchEntity, PasswordPolicyViolation],
  example: { UserName: 'carol', PasswordResetRequired: true },
  async handler({ tx, now, random }, { UserName, Password, PasswordResetRequired }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const profile = await getLoginProfile(change, user);
    const mustChange = PasswordResetRequired ?? profile.mustChange;
    if (Password === undefined) await setMustChange(change, profile, mustChange);
    else await changePassword(change, user, profile, { password: Password, mustChange, now, random });
    return {};
  },
});
