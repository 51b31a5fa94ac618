import { z } from 'zod';
import { EntityAlreadyExists, InvalidInput } from '../../errors.ts';
import { userArn } from '../../iam/arns.ts';
import { newEntityId } from '../../iam/ids.ts';
import { newTags } from '../../iam/tags.ts';
import { toWireUserWithTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, path, tagList, User, userName } from '../../shapes/iam.ts';
import { insertUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateUser = queryOperation('iam', {
  action: {
    name: 'CreateUser',
    access: 'Write',
    summary: 'Grants permission to create a new IAM user',
    dependsOn: [],
    resource: ({ Path = '/', UserName }, { awsAccountId }) => userArn(awsAccountId, { path: Path, name: UserName }),
  },
  input: z.object({ Path: path.optional(), UserName: userName, PermissionsBoundary: arn.optional(), Tags: tagList.optional() }),
  output: z.object({ User: User.optional() }),
  errors: [EntityAlreadyExists, InvalidInput],
  example: { UserName: 'carol', Path: '/help-desk/', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx, now, random }, { Path = '/', UserName, PermissionsBoundary, Tags = [] }) {
    // A boundary that is stored but not enforced would promise a limit that is not there.
    if (PermissionsBoundary !== undefined)
      throw new InvalidInput('This version of Carillon has no permissions boundaries. Create the user without one.');
    const user = { id: newEntityId('AIDA', random), name: UserName, path: Path, createdAt: now, tags: newTags(Tags, 'fold-case') };
    await insertUser(await beginIdentityChange(tx), user);
    return { User: toWireUserWithTags(tx.awsAccountId, user) };
  },
});
