import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, paging, roleName, tagList } from '../../shapes/iam.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getRole } from '../../store/iam-roles.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const ListRoleTags = queryOperation('iam', {
  action: {
    name: 'ListRoleTags',
    access: 'List',
    summary: 'Grants permission to list the tags that are attached to the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, ...paging }),
  output: z.object({ Tags: tagList, ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { RoleName: 'help-desk' },
  async handler({ tx }, { RoleName, ...page }) {
    const role = await getRole(tx, RoleName);
    // A marker is a number of tags: one made of a tag's key could be longer than markers may be.
    const tags = toWireTags(role.tags).map((tag, index) => ({ ...tag, number: index + 1 }));
    const find = (after: string, limit: number) => tags.slice(Number(after), Number(after) + limit);
    const { rows, position } = await readMarkedPage(tx, ['ListRoleTags', role.id], page, find, ({ number }) => String(number));
    return { Tags: rows.map(({ Key, Value }) => ({ Key, Value })), ...position };
  },
});
