import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { deletePasswordRules } from '../../store/iam-login-profiles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteAccountPasswordPolicy = queryOperation('iam', {
  action: {
    name: 'DeleteAccountPasswordPolicy',
    access: 'Write',
    summary: 'Grants permission to delete the password policy for the AWS account',
    dependsOn: [],
  },
  input: z.object({}),
  output: nothing,
  errors: [NoSuchEntity],
  example: {},
  async handler({ tx }) {
    const change = await beginIdentityChange(tx);
    if (!(await deletePasswordRules(change)))
      throw new NoSuchEntity(`The account policy with name PasswordPolicy cannot be found for ${tx.awsAccountId}.`);
    return {};
  },
});
