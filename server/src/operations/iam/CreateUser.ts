import { z } from 'zod';
import { EntityAlreadyExists, InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { userArn } from '../../iam/arns.ts';
import { newEntityId } from '../../iam/ids.ts';
import { newTags } from '../../iam/tags.ts';
import { toWireUserWithDetails } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, path, tagList, User, userName } from '../../shapes/iam.ts';
import { requestConditions } from '../../store/iam-conditions.ts';
import { getPolicy, isNoBoundary } from '../../store/iam-policies.ts';
import { insertUser } from '../../store/iam-users.ts';
import { requireRoomFor } from '../../store/iam-summary.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateUser = queryOperation('iam', {
  action: {
    name: 'CreateUser',
    access: 'Write',
    summary: 'Grants permission to create a new IAM user',
    dependsOn: [],
    resource: ({ Path = '/', UserName }, { awsAccountId }) => userArn(awsAccountId, { path: Path, name: UserName }),
    context: requestConditions,
  },
  input: z.object({ Path: path.optional(), UserName: userName, PermissionsBoundary: arn.optional(), Tags: tagList.optional() }),
  output: z.object({ User: User.optional() }),
  errors: [EntityAlreadyExists, InvalidInput, LimitExceeded, NoSuchEntity],
  example: { UserName: 'carol', Path: '/help-desk/', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx, now, random }, { Path = '/', UserName, PermissionsBoundary, Tags = [] }) {
    const change = await beginIdentityChange(tx);
    await requireRoomFor(change, 'users');
    const boundary = PermissionsBoundary === undefined ? undefined : await getPolicy(change, PermissionsBoundary, isNoBoundary);
    const tags = newTags(Tags, 'fold-case');
    const user = { id: newEntityId('AIDA', random), name: UserName, path: Path, createdAt: now, boundaryArn: boundary?.arn, tags };
    await insertUser(change, user);
    return { User: toWireUserWithDetails(tx.awsAccountId, user) };
  },
});
