import { z } from 'zod';
import { AccessDenied, InvalidUserType, NoSuchEntity, PasswordPolicyViolation } from '../../errors.ts';
import { isPassword } from '../../iam/passwords.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { password } from '../../shapes/iam.ts';
import { changePassword, getLoginProfile } from '../../store/iam-login-profiles.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const ChangePassword = queryOperation('iam', {
  action: {
    name: 'ChangePassword',
    access: 'Write',
    summary: 'Grants permission to change an IAM user password',
    dependsOn: [],
    resource: (_, { arn }) => arn,
  },
  input: z.object({ OldPassword: password, NewPassword: password }),
  output: nothing,
  errors: [AccessDenied, InvalidUserType, NoSuchEntity, PasswordPolicyViolation],
  example: { OldPassword: 'Correct-Horse-9', NewPassword: 'Battery-Staple-7' },
  async handler({ tx, principal, now, random }, { OldPassword, NewPassword }) {
    if (principal.kind !== 'user') throw new InvalidUserType('Only users have passwords that they can change.');
    const change = await beginIdentityChange(tx);
    const user = await getUserOrCaller(change, undefined, principal);
    if (!user) throw new InvalidUserType('Only users have passwords that they can change.');
    const profile = await getLoginProfile(change, user);
    if (!(await isPassword(OldPassword, profile.passwordHash))) throw new AccessDenied('The old password was incorrect.');
    await changePassword(change, user, profile, { password: NewPassword, mustChange: false, now, random });
    return {};
  },
});
