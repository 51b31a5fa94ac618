import { z } from 'zod';
import { AccessDenied, EntityTemporarilyUnmodifiable, InvalidUserType, NoSuchEntity, PasswordPolicyViolation } from '../../errors.ts';
import { isPassword, preparePassword } from '../../iam/passwords.ts';
import { queryOperation } from '../../operation.ts';
import type { Principal } from '../../principal.ts';
import { nothing } from '../../shapes/common.ts';
import { password } from '../../shapes/iam.ts';
import { changePassword, getLoginProfile, readPasswordState } from '../../store/iam-login-profiles.ts';
import type { Tx } from '../../store/database.ts';
import { getUserOrCaller, type IamUser } from '../../store/iam-users.ts';
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
  errors: [AccessDenied, EntityTemporarilyUnmodifiable, InvalidUserType, NoSuchEntity, PasswordPolicyViolation],
  example: { OldPassword: 'Correct-Horse-9', NewPassword: 'Battery-Staple-7' },
  async ask({ read, random, principal }, { OldPassword, NewPassword }) {
    const { profile, state } = await read(async (tx) => {
      const user = await getCallingUser(tx, principal);
      const profile = await getLoginProfile(tx, user);
      return { profile, state: await readPasswordState(tx, user, profile) };
    });
    if (!(await isPassword(OldPassword, profile.passwordHash))) throw new AccessDenied('The old password was incorrect.');
    return preparePassword(NewPassword, state, random);
  },
  async handler({ tx, principal, now }, _input, prepared) {
    const change = await beginIdentityChange(tx);
    const profile = await getLoginProfile(change, await getCallingUser(change, principal));
    await changePassword(change, profile, { password: prepared, mustChange: false, now });
    return {};
  },
});

/** Throws InvalidUserType. */
async function getCallingUser(tx: Tx, principal: Principal): Promise<IamUser> {
  const user = principal.kind === 'user' ? await getUserOrCaller(tx, undefined, principal) : undefined;
  if (!user) throw new InvalidUserType('Only users have passwords that they can change.');
  return user;
}
