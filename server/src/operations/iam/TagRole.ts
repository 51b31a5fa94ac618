import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { addTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { roleName, tagList } from '../../shapes/iam.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const TagRole = queryOperation('iam', {
  action: {
    name: 'TagRole',
    access: 'Tagging',
    summary: 'Grants permission to add tags to an IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, Tags: tagList }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, LimitExceeded],
  example: { RoleName: 'help-desk', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx }, { RoleName, Tags }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    await updateRole(change, role, { tags: addTags(role.tags, Tags, 'fold-case') });
    return {};
  },
});
