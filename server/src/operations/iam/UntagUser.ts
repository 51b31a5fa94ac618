import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { removeTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, tagKey } from '../../shapes/iam.ts';
import { getUser, setUserTags } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const UntagUser = queryOperation('iam', {
  action: {
    name: 'UntagUser',
    access: 'Tagging',
    summary: 'Grants permission to remove the specified tags from the user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, TagKeys: z.array(tagKey).max(50) }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol', TagKeys: ['team'] },
  async handler({ tx }, { UserName, TagKeys }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    await setUserTags(change, user, removeTags(user.tags, TagKeys, 'fold-case'));
    return {};
  },
});
