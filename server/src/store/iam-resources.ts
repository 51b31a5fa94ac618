import { groupArn, roleArn, userArn } from '../iam/arns.ts';
import type { Principal } from '../principal.ts';
import { findAccessKey } from './access-keys.ts';
import type { Tx } from './database.ts';
import { findGroup } from './iam-groups.ts';
import { findRole } from './iam-roles.ts';
import { findUser, findUserById } from './iam-users.ts';

// The resources on which operations on users, roles and groups are decided. A policy may speak of a path (`user/admins/*`), so
// the path is looked up first. A name that nobody has stands for the ARN with the path `/`, as on AWS.

/** The resource of an operation on a user: the one named, or else the caller. */
export async function userResource(
  { UserName }: { readonly UserName?: string | undefined },
  principal: Principal,
  tx: Tx,
): Promise<string> {
  if (UserName === undefined) return principal.arn;
  return userArn(principal.awsAccountId, { path: await userPath(tx, UserName), name: UserName });
}

/** The path of a user, `/` if there is none of that name. */
export async function userPath(tx: Tx, name: string): Promise<string> {
  return (await findUser(tx, name))?.path ?? '/';
}

/** The resource of an operation on an access key: its owner, for a key nobody here has the caller may be asking about anyone. */
export async function accessKeyResource({ AccessKeyId }: { readonly AccessKeyId: string }, principal: Principal, tx: Tx): Promise<string> {
  const key = await findAccessKey(tx, AccessKeyId);
  if (!key) return `arn:aws:iam::${principal.awsAccountId}:user/*`;
  const owner = key.userId === null ? undefined : await findUserById(tx, key.userId);
  return owner ? userArn(principal.awsAccountId, owner) : `arn:aws:iam::${principal.awsAccountId}:root`;
}

/** The resource of an operation on a group. */
export async function groupResource({ GroupName }: { readonly GroupName: string }, principal: Principal, tx: Tx): Promise<string> {
  return groupArn(principal.awsAccountId, { path: await groupPath(tx, GroupName), name: GroupName });
}

/** The path of a group, `/` if there is none of that name. */
export async function groupPath(tx: Tx, name: string): Promise<string> {
  return (await findGroup(tx, name))?.path ?? '/';
}

/** The resource of an operation on a role. */
export async function roleResource({ RoleName }: { readonly RoleName: string }, principal: Principal, tx: Tx): Promise<string> {
  const { path } = (await findRole(tx, RoleName)) ?? { path: '/' };
  return roleArn(principal.awsAccountId, { path, name: RoleName });
}
