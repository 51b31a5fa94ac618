import { z } from 'zod';
import { DeleteConflict, NoSuchEntity } from '../../errors.ts';
import { namesShownMax, refuseWhile } from '../../iam/delete-conflict.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName } from '../../shapes/iam.ts';
import { listAccessKeys } from '../../store/access-keys.ts';
import { listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { listGroupsOfUser } from '../../store/iam-groups.ts';
import { listInlinePolicyNames } from '../../store/iam-inline-policies.ts';
import { findLoginProfile } from '../../store/iam-login-profiles.ts';
import { listMfaDevicesOfUser } from '../../store/iam-mfa.ts';
import { deleteUser, getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const DeleteUser = queryOperation('iam', {
  action: {
    name: 'DeleteUser',
    access: 'Write',
    summary: 'Grants permission to delete the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName }),
  output: nothing,
  errors: [NoSuchEntity, DeleteConflict],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const first = { after: '', limit: namesShownMax + 1 };
    refuseWhile(await listAttachedPolicyArns(change, user.id), 'Cannot delete entity, must detach all policies first.');
    refuseWhile(await listInlinePolicyNames(change, { ownerId: user.id, ...first }), 'Cannot delete entity, must delete policies first.');
    refuseWhile(
      (await listAccessKeys(change, { userId: user.id, ...first })).map(({ id }) => id),
      'Cannot delete entity, must delete access keys first.',
    );
    refuseWhile(
      (await listGroupsOfUser(change, { userId: user.id, ...first })).map(({ name }) => name),
      'Cannot delete entity, must remove users from group first.',
    );
    refuseWhile(
      (await listMfaDevicesOfUser(change, user.id)).map(({ serialNumber }) => serialNumber),
      'Cannot delete entity, must delete MFA device first.',
    );
    refuseWhile(
      (await findLoginProfile(change, user.id)) ? ['login profile'] : [],
      'Cannot delete entity, must delete login profile first.',
    );
    await deleteUser(change, user);
    return {};
  },
});
