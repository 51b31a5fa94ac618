import { z } from 'zod';
import { NoSuchEntity, invariant } from '../../errors.ts';
import { toWireDate, toWireUserWithDetails } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { existingUserName, User } from '../../shapes/iam.ts';
import { findOwnAwsAccount } from '../../store/aws-accounts.ts';
import { findLoginProfile } from '../../store/iam-login-profiles.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const GetUser = queryOperation('iam', {
  action: {
    name: 'GetUser',
    access: 'Read',
    summary:
      "Grants permission to retrieve information about the specified IAM user, including the user's creation date, path, unique ID, and ARN",
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName.optional() }),
  output: z.object({ User }),
  errors: [NoSuchEntity],
  example: { UserName: 'carol' },
  async handler({ tx, principal }, { UserName }) {
    const user = await getUserOrCaller(tx, UserName, principal);
    if (user) {
      const usedAt = (await findLoginProfile(tx, user.id))?.lastUsedAt;
      return {
        User: { ...toWireUserWithDetails(tx.awsAccountId, user), PasswordLastUsed: usedAt === undefined ? undefined : toWireDate(usedAt) },
      };
    }
    const account = await findOwnAwsAccount(tx);
    invariant(account, 'The AWS account of a caller exists: accounts are never deleted.');
    return { User: { UserId: account.id, Arn: principal.arn, CreateDate: toWireDate(account.createdAt) } };
  },
});
