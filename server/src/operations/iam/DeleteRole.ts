import { z } from 'zod';
import { DeleteConflict, NoSuchEntity } from '../../errors.ts';
import { namesShownMax, refuseWhile } from '../../iam/delete-conflict.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { roleName } from '../../shapes/iam.ts';
import { listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { listInlinePolicyNames } from '../../store/iam-inline-policies.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { deleteRole, getRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteRole = queryOperation('iam', {
  action: {
    name: 'DeleteRole',
    access: 'Write',
    summary: 'Grants permission to delete the specified role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName }),
  output: nothing,
  errors: [NoSuchEntity, DeleteConflict],
  example: { RoleName: 'help-desk' },
  async handler({ tx }, { RoleName }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    refuseWhile(await listAttachedPolicyArns(change, role.id), 'Cannot delete entity, must detach all policies first.');
    const inline = await listInlinePolicyNames(change, { ownerId: role.id, after: '', limit: namesShownMax + 1 });
    refuseWhile(inline, 'Cannot delete entity, must delete policies first.');
    await deleteRole(change, role);
    return {};
  },
});
