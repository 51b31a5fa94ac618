import { z } from 'zod';
import { AccessDenied, DeleteConflict, InvalidInput, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { namesShownMax, refuseWhile } from '../../iam/delete-conflict.ts';
import { toVersionId } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn } from '../../shapes/iam.ts';
import { listAttachedGroups, listAttachedRoles, listAttachedUsers } from '../../store/iam-attachments.ts';
import { listBoundedRoles, listBoundedUsers } from '../../store/iam-boundaries.ts';
import { deletePolicy, getOwnPolicy } from '../../store/iam-policies.ts';
import { listPolicyVersions } from '../../store/iam-policy-versions.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeletePolicy = queryOperation('iam', {
  action: {
    name: 'DeletePolicy',
    access: 'Permissions management',
    summary:
      'Grants permission to delete the specified managed policy and remove it from any IAM entities (users, groups, or roles) to which it is attached',
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, AccessDenied, DeleteConflict],
  example: { PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users' },
  async handler({ tx }, { PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const policy = await getOwnPolicy(change, PolicyArn);
    const first = { policyArn: policy.arn, pathPrefix: '/', after: '', limit: namesShownMax + 1 };
    const groups = (await listAttachedGroups(change, first)).map(({ name }) => `group ${name}`);
    const users = (await listAttachedUsers(change, first)).map(({ name }) => `user ${name}`);
    const roles = (await listAttachedRoles(change, first)).map(({ name }) => `role ${name}`);
    const bounded = [
      ...(await listBoundedUsers(change, first)).map(({ name }) => `user ${name} (boundary)`),
      ...(await listBoundedRoles(change, first)).map(({ name }) => `role ${name} (boundary)`),
    ];
    refuseWhile([...groups, ...users, ...roles, ...bounded], 'Cannot delete a policy attached to entities.');
    const versions = (await listPolicyVersions(change, policy)).filter(({ isDefault }) => !isDefault);
    refuseWhile(
      versions.map(({ number }) => toVersionId(number)),
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
    await deletePolicy(change, policy);
    return {};
  },
});
