import { z } from 'zod';
import { EntityAlreadyExists, LimitExceeded } from '../../errors.ts';
import { groupArn } from '../../iam/arns.ts';
import { newEntityId } from '../../iam/ids.ts';
import { toWireGroup } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { Group, groupName, path } from '../../shapes/iam.ts';
import { insertGroup } from '../../store/iam-groups.ts';
import { requireRoomFor } from '../../store/iam-summary.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateGroup = queryOperation('iam', {
  action: {
    name: 'CreateGroup',
    access: 'Write',
    summary: 'Grants permission to create a new group',
    dependsOn: [],
    resource: ({ Path = '/', GroupName }, { awsAccountId }) => groupArn(awsAccountId, { path: Path, name: GroupName }),
  },
  input: z.object({ Path: path.optional(), GroupName: groupName }),
  output: z.object({ Group }),
  errors: [EntityAlreadyExists, LimitExceeded],
  example: { GroupName: 'help-desk' },
  async handler({ tx, now, random }, { Path = '/', GroupName }) {
    const group = { id: newEntityId('AGPA', random), name: GroupName, path: Path, createdAt: now };
    const change = await beginIdentityChange(tx);
    await requireRoomFor(change, 'groups');
    await insertGroup(change, group);
    return { Group: toWireGroup(tx.awsAccountId, group) };
  },
});
