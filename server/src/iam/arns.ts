import type { Principal } from '../principal.ts';

// ARNs of users, groups and managed policies, and the resources on which their operations are decided. A decision
// comes before the lookup. A name whose path is not known yet therefore stands for the ARN with the path `/`.

/** What an entity's ARN is made of besides its kind. */
interface Named {
  /** `/` or `/…/`. */
  readonly path: string;
  readonly name: string;
}

export function userArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:user${path}${name}`;
}

export function groupArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:group${path}${name}`;
}

/** @param awsAccountId `aws` for the policies that exist from the start */
export function policyArn(awsAccountId: string, { path, name }: Named): string {
  return `arn:aws:iam::${awsAccountId}:policy${path}${name}`;
}

/** The parts of a managed policy's ARN; undefined if it is none. */
export function parsePolicyArn(arn: string): (Named & { readonly awsAccountId: string }) | undefined {
  const parts = /^arn:aws:iam::(aws|\d{12}):policy(\/|\/.+\/)([\w+=,.@-]+)$/.exec(arn);
  const [, awsAccountId, path, name] = parts ?? [];
  return awsAccountId !== undefined && path !== undefined && name !== undefined ? { awsAccountId, path, name } : undefined;
}

/** The resource of an operation on a user: the one named, or else the caller. */
export function userResource({ UserName }: { readonly UserName?: string | undefined }, principal: Principal): string {
  if (UserName === undefined || UserName === principal.userName) return principal.arn;
  return userArn(principal.awsAccountId, { path: '/', name: UserName });
}

/** The resource of an operation on a group. */
export function groupResource({ GroupName }: { readonly GroupName: string }, principal: Principal): string {
  return groupArn(principal.awsAccountId, { path: '/', name: GroupName });
}

/** The resource of an operation on a managed policy. */
export function policyResource({ PolicyArn }: { readonly PolicyArn: string }): string {
  return PolicyArn;
}
