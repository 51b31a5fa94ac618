import { z } from 'zod';
import { EntityAlreadyExists, NoSuchEntity } from '../../errors.ts';
import { userArn } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, path, userName } from '../../shapes/iam.ts';
import { getUser, renameUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userPath, userResource } from '../../store/iam-resources.ts';

export const UpdateUser = queryOperation('iam', {
  action: {
    name: 'UpdateUser',
    access: 'Write',
    summary: 'Grants permission to update the name or the path of the specified IAM user',
    // The caller needs the permission for the user as it is and as it will be.
    // Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
    dependsOn: [
      {
        action: 'iam:UpdateUser',
        resource: async ({ UserName, NewUserName = UserName, NewPath }, { awsAccountId }, tx) =>
          userArn(awsAccountId, { path: NewPath ?? (await userPath(tx, UserName)), name: NewUserName }),
      },
    ],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, NewPath: path.optional(), NewUserName: userName.optional() }),
  output: nothing,
  errors: [NoSuchEntity, EntityAlreadyExists],
  example: { UserName: 'carol', NewUserName: 'caroline' },
  async handler({ tx }, { UserName, NewPath, NewUserName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    await renameUser(change, user, { name: NewUserName ?? user.name, path: NewPath ?? user.path });
    return {};
  },
});
