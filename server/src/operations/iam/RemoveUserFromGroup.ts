import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, groupName } from '../../shapes/iam.ts';
import { getGroup, removeMember } from '../../store/iam-groups.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const RemoveUserFromGroup = queryOperation('iam', {
  action: {
    name: 'RemoveUserFromGroup',
    access: 'Write',
    summary: 'Grants permission to remove an IAM user from the specified group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, UserName: existingUserName }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { GroupName: 'help-desk', UserName: 'carol' },
  async handler({ tx }, { GroupName, UserName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const group = await getGroup(change, GroupName);
    await removeMember(change, { groupId: group.id, userId: user.id });
    return {};
  },
});
