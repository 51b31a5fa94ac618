import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { removeTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { roleName, tagKey } from '../../shapes/iam.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const UntagRole = queryOperation('iam', {
  action: {
    name: 'UntagRole',
    access: 'Tagging',
    summary: 'Grants permission to remove the specified tags from the role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, TagKeys: z.array(tagKey).max(50) }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { RoleName: 'help-desk', TagKeys: ['team'] },
  async handler({ tx }, { RoleName, TagKeys }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    await updateRole(change, role, { tags: removeTags(role.tags, TagKeys, 'fold-case') });
    return {};
  },
});
