import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { passwordPolicyInput } from '../../shapes/iam.ts';
import { putPasswordRules } from '../../store/iam-login-profiles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UpdateAccountPasswordPolicy = queryOperation('iam', {
  action: {
    name: 'UpdateAccountPasswordPolicy',
    access: 'Write',
    summary: 'Grants permission to update the password policy settings for the AWS account',
    dependsOn: [],
  },
  input: passwordPolicyInput,
  output: nothing,
  errors: [],
  example: { MinimumPasswordLength: 12, RequireNumbers: true, PasswordReusePrevention: 3 },
  async handler({ tx }, input) {
    await putPasswordRules(await beginIdentityChange(tx), input);
    return {};
  },
});
