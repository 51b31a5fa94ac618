import { z } from 'zod';
import { DeleteConflict, NoSuchEntity } from '../../errors.ts';
import { namesShownMax, refuseWhile } from '../../iam/delete-conflict.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { groupName } from '../../shapes/iam.ts';
import { listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { deleteGroup, getGroup, listMembers } from '../../store/iam-groups.ts';
import { listInlinePolicyNames } from '../../store/iam-inline-policies.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const DeleteGroup = queryOperation('iam', {
  action: {
    name: 'DeleteGroup',
    access: 'Write',
    summary: 'Grants permission to delete the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName }),
  output: nothing,
  errors: [NoSuchEntity, DeleteConflict],
  example: { GroupName: 'help-desk' },
  async handler({ tx }, { GroupName }) {
    const change = await beginIdentityChange(tx);
    const group = await getGroup(change, GroupName);
    const first = { after: '', limit: namesShownMax + 1 };
    refuseWhile(
      (await listMembers(change, { groupId: group.id, ...first })).map(({ name }) => name),
      'Cannot delete entity, must remove users from group first.',
    );
    refuseWhile(await listAttachedPolicyArns(change, group.id), 'Cannot delete entity, must detach all policies first.');
    refuseWhile(await listInlinePolicyNames(change, { ownerId: group.id, ...first }), 'Cannot delete entity, must delete policies first.');
    await deleteGroup(change, group);
    return {};
  },
});
