import { deleteAccessKey, listAccessKeys } from './access-keys.ts';
import { detachPolicy, listAttachedPolicyArns } from './iam-attachments.ts';
import { listGroupsOfUser, removeMember } from './iam-groups.ts';
import { deleteInlinePolicy, listInlinePolicies } from './iam-inline-policies.ts';
import { deleteLoginProfile, findLoginProfile } from './iam-login-profiles.ts';
import { deactivateMfaDevice, listMfaDevicesOfUser } from './iam-mfa.ts';
import { deleteUser, type IamUser } from './iam-users.ts';
import type { IdentityTx } from './principals.ts';

/** Far more than quotas allow. */
const limit = 1000;

/** Deletes a user together with everything that keeps DeleteUser from it. */
export async function removeUser(tx: IdentityTx, user: IamUser): Promise<void> {
  const { id: userId } = user;
  for (const policyArn of await listAttachedPolicyArns(tx, userId)) await detachPolicy(tx, { ownerId: userId, policyArn });
  for (const { name } of await listInlinePolicies(tx, userId)) await deleteInlinePolicy(tx, userId, name);
  for (const { id: groupId } of await listGroupsOfUser(tx, { userId, after: '', limit })) await removeMember(tx, { groupId, userId });
  for (const key of await listAccessKeys(tx, { userId, after: '', limit })) await deleteAccessKey(tx, key);
  for (const device of await listMfaDevicesOfUser(tx, userId)) await deactivateMfaDevice(tx, device);
  const profile = await findLoginProfile(tx, userId);
  if (profile) await deleteLoginProfile(tx, profile);
  await deleteUser(tx, user);
}
