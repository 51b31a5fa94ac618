import type { z } from 'zod';
import { invariant } from '../errors.ts';
import type { AccessKeyMetadata, Group, Policy, PolicyVersion, Role, Tag, User } from '../shapes/iam.ts';
import { groupArn, parsePolicyArn, roleArn, userArn } from './arns.ts';

// Stored entities in the words of the wire.

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly createdAt: number;
}

type Tags = Readonly<Record<string, string>>;

/** A user without tags, as lists show it. */
export function toWireUser(awsAccountId: string, user: Entity): z.input<typeof User> {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: userArn(awsAccountId, user),
    CreateDate: toWireDate(user.createdAt),
  };
}

/** What lists leave out. */
interface Details {
  readonly boundaryArn: string | undefined;
  readonly tags: Tags;
}

/** A user as it is shown alone: with boundary and tags, if it has any. */
export function toWireUserWithDetails(awsAccountId: string, user: Entity & Details): z.input<typeof User> {
  return { ...toWireUser(awsAccountId, user), ...toWireDetails(user) };
}

interface RoleEntity extends Entity, Details {
  readonly description: string;
  readonly trustDocument: string;
  readonly sessionMaxSeconds: number;
  readonly lastUsed: { readonly at: number; readonly region: string } | undefined;
}

/** A role as lists show it. */
export function toWireRole(awsAccountId: string, role: RoleEntity): z.input<typeof Role> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: roleArn(awsAccountId, role),
    CreateDate: toWireDate(role.createdAt),
    AssumeRolePolicyDocument: toWireDocument(role.trustDocument),
    Description: role.description === '' ? undefined : role.description,
    MaxSessionDuration: role.sessionMaxSeconds,
  };
}

/** A role as it is shown alone: with boundary, tags and its last use. */
export function toWireRoleWithDetails(awsAccountId: string, role: RoleEntity): z.input<typeof Role> {
  const { lastUsed } = role;
  return {
    ...toWireRole(awsAccountId, role),
    ...toWireDetails(role),
    RoleLastUsed: lastUsed ? { LastUsedDate: toWireDate(lastUsed.at), Region: lastUsed.region } : {},
  };
}

function toWireDetails({ boundaryArn, tags }: Details) {
  const list = toWireTags(tags);
  return {
    PermissionsBoundary:
      boundaryArn === undefined
        ? undefined
        : ({ PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundaryArn } as const),
    Tags: list.length > 0 ? list : undefined,
  };
}

export function toWireGroup(awsAccountId: string, group: Entity): z.input<typeof Group> {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: groupArn(awsAccountId, group),
    CreateDate: toWireDate(group.createdAt),
  };
}

interface ManagedPolicy extends Entity {
  readonly arn: string;
  readonly defaultVersion: number;
  readonly attachmentCount: number;
  readonly boundaryCount: number;
  readonly updatedAt: number;
}

/** A managed policy as lists show it: without description and tags. */
export function toWirePolicy(policy: ManagedPolicy): z.input<typeof Policy> {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: toVersionId(policy.defaultVersion),
    AttachmentCount: policy.attachmentCount,
    PermissionsBoundaryUsageCount: policy.boundaryCount,
    IsAttachable: true,
    CreateDate: toWireDate(policy.createdAt),
    UpdateDate: toWireDate(policy.updatedAt),
  };
}

/** Attached policies below a path, in the order of their keys: short, unlike ARNs, and as unique. */
export function toWireAttachedPolicies(
  arns: readonly string[],
  pathPrefix: string,
): { key: string; PolicyName: string; PolicyArn: string }[] {
  const policies = arns.map((arn) => {
    const parts = parsePolicyArn(arn);
    invariant(parts, 'Only what has the ARN of a policy is ever attached.');
    return { key: `${parts.awsAccountId}/${parts.name}`, path: parts.path, PolicyName: parts.name, PolicyArn: arn };
  });
  return policies.filter(({ path }) => path.startsWith(pathPrefix)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** A version without its document, as lists show it. */
export function toWirePolicyVersion(version: {
  readonly number: number;
  readonly isDefault: boolean;
  readonly createdAt: number;
}): z.input<typeof PolicyVersion> {
  return { VersionId: toVersionId(version.number), IsDefaultVersion: version.isDefault, CreateDate: toWireDate(version.createdAt) };
}

/** An access key without its secret. @param userName undefined for a key of the account's root */
export function toWireAccessKey(
  userName: string | undefined,
  key: { readonly id: string; readonly status: 'Active' | 'Inactive'; readonly createdAt: number },
): z.input<typeof AccessKeyMetadata> & { AccessKeyId: string; Status: 'Active' | 'Inactive' } {
  return { UserName: userName, AccessKeyId: key.id, Status: key.status, CreateDate: toWireDate(key.createdAt) };
}

/** Tags in the order of their keys. */
export function toWireTags(tags: Tags): z.input<typeof Tag>[] {
  return Object.entries(tags)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));
}

/** `v3`. */
export function toVersionId(version: number): string {
  return `v${version}`;
}

/** ISO 8601 in whole seconds. */
export function toWireDate(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A policy document as IAM returns it: percent-encoded as of RFC 3986. */
export function toWireDocument(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
