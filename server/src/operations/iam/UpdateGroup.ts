import { z } from 'zod';
import { EntityAlreadyExists, NoSuchEntity } from '../../errors.ts';
import { groupArn } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { groupName, path } from '../../shapes/iam.ts';
import { getGroup, renameGroup } from '../../store/iam-groups.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupPath, groupResource } from '../../store/iam-resources.ts';

export const UpdateGroup = queryOperation('iam', {
  action: {
    name: 'UpdateGroup',
    access: 'Write',
    summary: 'Grants permission to update the name or path of the specified IAM group',
    // The caller needs the permission for the group as it is and as it will be.
    // Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
    dependsOn: [
      {
        action: 'iam:UpdateGroup',
        resource: async ({ GroupName, NewGroupName = GroupName, NewPath }, { awsAccountId }, tx) =>
          groupArn(awsAccountId, { path: NewPath ?? (await groupPath(tx, GroupName)), name: NewGroupName }),
      },
    ],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, NewPath: path.optional(), NewGroupName: groupName.optional() }),
  output: nothing,
  errors: [NoSuchEntity, EntityAlreadyExists],
  example: { GroupName: 'help-desk', NewGroupName: 'service-desk' },
  async handler({ tx }, { GroupName, NewPath, NewGroupName }) {
    const change = await beginIdentityChange(tx);
    const group = await getGroup(change, GroupName);
    await renameGroup(change, group, { name: NewGroupName ?? group.name, path: NewPath ?? group.path });
    return {};
  },
});
