import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { foldName } from '../../iam/names.ts';
import { toWireGroup } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { existingUserName, Group, pagePosition, paging } from '../../shapes/iam.ts';
import { listGroupsOfUser } from '../../store/iam-groups.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getUser } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const ListGroupsForUser = queryOperation('iam', {
  action: {
    name: 'ListGroupsForUser',
    access: 'List',
    summary: 'Grants permission to list the IAM groups that the specified IAM user belongs to',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, ...paging }),
  output: z.object({ Groups: z.array(Group), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName, ...page }) {
    const user = await getUser(tx, UserName);
    const find = (after: string, limit: number) => listGroupsOfUser(tx, { userId: user.id, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListGroupsForUser', user.id], page, find, ({ name }) => foldName(name));
    return { Groups: rows.map((group) => toWireGroup(tx.awsAccountId, group)), ...position };
  },
});
