import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { foldName } from '../../iam/names.ts';
import { toWireGroup, toWireUser } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { Group, groupName, pagePosition, paging, User } from '../../shapes/iam.ts';
import { getGroup, listMembers } from '../../store/iam-groups.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const GetGroup = queryOperation('iam', {
  action: {
    name: 'GetGroup',
    access: 'Read',
    summary: 'Grants permission to retrieve a list of IAM users in the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, ...paging }),
  output: z.object({ Group, Users: z.array(User), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { GroupName: 'help-desk' },
  async handler({ tx }, { GroupName, ...page }) {
    const group = await getGroup(tx, GroupName);
    const find = (after: string, limit: number) => listMembers(tx, { groupId: group.id, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['GetGroup', group.id], page, find, ({ name }) => foldName(name));
    return { Group: toWireGroup(tx.awsAccountId, group), Users: rows.map((user) => toWireUser(tx.awsAccountId, user)), ...position };
  },
});
