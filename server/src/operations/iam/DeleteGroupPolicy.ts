import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { groupName, policyName } from '../../shapes/iam.ts';
import { deleteInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const DeleteGroupPolicy = queryOperation('iam', {
  action: {
    name: 'DeleteGroupPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to delete the specified inline policy from its group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, PolicyName: policyName }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { GroupName: 'help-desk', PolicyName: 'suspend-users' },
  async handler({ tx }, { GroupName, PolicyName }) {
    const change = await beginIdentityChange(tx);
    const group = await getGroup(change, GroupName);
    const deleted = await deleteInlinePolicy(change, group.id, PolicyName);
    if (!deleted) throw new NoSuchEntity(`The group policy with name ${PolicyName} cannot be found.`);
    return {};
  },
});
