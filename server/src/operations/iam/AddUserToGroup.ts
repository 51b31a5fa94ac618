import { z } from 'zod';
import { LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { quotas } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, groupName } from '../../shapes/iam.ts';
import { addMember, getGroup, listGroupsOfUser } from '../../store/iam-groups.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const AddUserToGroup = queryOperation('iam', {
  action: {
    name: 'AddUserToGroup',
    access: 'Write',
    summary: 'Grants permission to add an IAM user to the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, UserName: existingUserName }),
  output: nothing,
  errors: [NoSuchEntity, LimitExceeded],
  example: { GroupName: 'help-desk', UserName: 'carol' },
  async handler({ tx, now }, { GroupName, UserName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const group = await getGroup(change, GroupName);
    const groups = await listGroupsOfUser(change, { userId: user.id, after: '', limit: quotas.GroupsPerUser });
    if (groups.length >= quotas.GroupsPerUser && !groups.some(({ id }) => id === group.id)) {
      throw new LimitExceeded(`Cannot exceed quota for GroupsPerUser: ${quotas.GroupsPerUser}`);
    }
    await addMember(change, { groupId: group.id, userId: user.id, addedAt: now });
    return {};
  },
});
