import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { existingUserName, pagePosition, paging, tagList } from '../../shapes/iam.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getUser } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const ListUserTags = queryOperation('iam', {
  action: {
    name: 'ListUserTags',
    access: 'List',
    summary: 'Grants permission to list the tags that are attached to the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, ...paging }),
  output: z.object({ Tags: tagList, ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName, ...page }) {
    const user = await getUser(tx, UserName);
    // A marker is a number of tags: one made of a tag's key could be longer than markers may be.
    const tags = toWireTags(user.tags).map((tag, index) => ({ ...tag, number: index + 1 }));
    const find = (after: string, limit: number) => tags.slice(Number(after), Number(after) + limit);
    const { rows, position } = await readMarkedPage(tx, ['ListUserTags', user.id], page, find, ({ number }) => String(number));
    return { Tags: rows.map(({ Key, Value }) => ({ Key, Value })), ...position };
  },
});
