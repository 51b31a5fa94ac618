import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { addTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, tagList } from '../../shapes/iam.ts';
import { getUser, setUserTags } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const TagUser = queryOperation('iam', {
  action: {
    name: 'TagUser',
    access: 'Tagging',
    summary: 'Grants permission to add tags to an IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, Tags: tagList }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, LimitExceeded],
  example: { UserName: 'carol', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx }, { UserName, Tags }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    await setUserTags(change, user, addTags(user.tags, Tags, 'fold-case'));
    return {};
  },
});
