import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { PasswordPolicy } from '../../shapes/iam.ts';
import { findPasswordRules } from '../../store/iam-login-profiles.ts';

export const GetAccountPasswordPolicy = queryOperation('iam', {
  action: {
    name: 'GetAccountPasswordPolicy',
    access: 'Read',
    summary: 'Grants permission to retrieve the password policy for the AWS account',
    dependsOn: [],
  },
  input: z.object({}),
  output: z.object({ PasswordPolicy }),
  errors: [NoSuchEntity],
  example: {},
  async handler({ tx }) {
    const rules = await findPasswordRules(tx);
    if (!rules) throw new NoSuchEntity(`The Password Policy with domain name ${tx.awsAccountId} cannot be found.`);
    return { PasswordPolicy: { ...rules, ExpirePasswords: rules.MaxPasswordAge !== undefined } };
  },
});
