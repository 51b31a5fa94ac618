import type { RequestPrincipal } from '@carillon/iam';
import { assumedRoleArn, roleArn, userArn } from '../iam/arns.ts';
import { mergeTags, type Tags } from '../iam/tags.ts';
import type { Principal, SecondFactor } from '../principal.ts';
import { asTenant, type Tx } from '../store/database.ts';
import { findMfaDevice } from '../store/iam-mfa.ts';
import { findRoleById } from '../store/iam-roles.ts';
import { findUserById } from '../store/iam-users.ts';
import type { Membership } from '../store/organization.ts';
import type { SessionClaims } from '../store/session-tokens.ts';

/** A user or a role; without an id, the root of the account. */
export interface Owner {
  readonly id?: string | undefined;
  readonly boundaryArn?: string | undefined;
}

export const rootOwner: Owner = {};

/** Who a session token was made for, as they are now; undefined if they are gone. */
export async function findOwner(tx: Tx, claims: SessionClaims): Promise<(Owner & { principal: Principal }) | undefined> {
  const { accessKeyId, awsAccountId, ownerId, sessionName, issuedAt, expiresAt, sourceIdentity, transitiveTags } = claims;
  const { federatedProvider, federatedConditions } = claims;
  const session = { issuedAt, expiresAt, sourceIdentity, federatedProvider, federatedConditions, transitiveTags };
  const mfa = await findSecondFactor(tx, claims);
  if (ownerId === '') return { principal: { ...holder(awsAccountId, accessKeyId, undefined), session, mfa } };
  if (sessionName === undefined) {
    const user = await findUserById(tx, ownerId);
    return user && { ...user, principal: { ...holder(awsAccountId, accessKeyId, user), session, mfa } };
  }
  const role = await findRoleById(tx, ownerId);
  if (!role) return undefined;
  const principal: Principal = {
    kind: 'role-session',
    awsAccountId,
    arn: assumedRoleArn(awsAccountId, role.name, sessionName),
    principalId: `${role.id}:${sessionName}`,
    userName: undefined,
    accessKeyId,
    tags: mergeTags(role.tags, claims.tags),
    role: { id: role.id, name: role.name, arn: roleArn(awsAccountId, role) },
    sessionName,
    session,
    mfa,
  };
  return { ...role, principal };
}

/** The second factor a session was proven with, as long as the device is enabled for the same user without a break. */
async function findSecondFactor(tx: Tx, { mfa }: SessionClaims): Promise<SecondFactor | undefined> {
  if (!mfa) return undefined;
  // The device is of the account of whoever showed it, which need not be that of the role.
  const device = await findMfaDevice(asTenant(tx, mfa.serialNumber.split(':')[4] ?? ''), mfa.serialNumber);
  const isEnabled = device?.user?.id === mfa.userId && device.user.enabledAt <= mfa.at;
  return isEnabled ? { serialNumber: mfa.serialNumber, at: mfa.at } : undefined;
}

/** The root of an account, or one of its users. */
export function holder(
  awsAccountId: string,
  accessKeyId: string,
  user: { id: string; name: string; path: string; tags: Tags } | undefined,
): Principal {
  const common = { awsAccountId, accessKeyId };
  if (!user) {
    const arn = `arn:aws:iam::${awsAccountId}:root`;
    return { kind: 'root', ...common, arn, principalId: awsAccountId, userName: undefined, tags: {} };
  }
  return { kind: 'user', ...common, arn: userArn(awsAccountId, user), principalId: user.id, userName: user.name, tags: user.tags };
}

/** The principal with the place of its AWS account in the organisation, if it has one. */
export function inOrganization(principal: Principal, membership: Membership | undefined): Principal {
  return membership ? { ...principal, organization: { id: membership.organizationId, path: membership.path } } : principal;
}

/** A caller as trust policies name it: a role session by its role and by itself, a web identity by its provider. */
export function namesOf(principal: Principal): RequestPrincipal {
  if (principal.kind === 'web-identity') return { arns: [], federated: principal.vouched?.provider };
  const arns = principal.kind === 'role-session' ? [principal.role.arn, principal.arn] : [principal.arn];
  return { arns, account: principal.awsAccountId };
}
