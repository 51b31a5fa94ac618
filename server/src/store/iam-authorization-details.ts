import type { z } from 'zod';
import { foldName } from '../iam/names.ts';
import {
  toWireAttachedPolicies,
  toWireDocument,
  toWireGroup,
  toWirePolicy,
  toWirePolicyVersion,
  toWireRoleWithDetails,
  toWireUserWithDetails,
} from '../iam/wire.ts';
import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '../shapes/iam-details.ts';
import type { Tx } from './database.ts';
import { listAttachedPolicyArns } from './iam-attachments.ts';
import { listGroups, listGroupsOfUser, type IamGroup } from './iam-groups.ts';
import { listInlinePolicies } from './iam-inline-policies.ts';
import { listAwsManagedPolicies, listLocalPolicies, type ManagedPolicy } from './iam-policies.ts';
import { listPolicyVersions } from './iam-policy-versions.ts';
import { listRoles, type IamRole } from './iam-roles.ts';
import { listUsers, type IamUser } from './iam-users.ts';

// One listing of everything that has to do with authorisation: users, then groups, roles, the account's own policies,
// and those of AWS's that are in use.

/** In the order of the listing. */
export const detailKinds = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;

export type DetailKind = (typeof detailKinds)[number];

/** One row of the listing. */
export type Detailed =
  | { readonly kind: 'User'; readonly key: string; readonly entity: IamUser }
  | { readonly kind: 'Group'; readonly key: string; readonly entity: IamGroup }
  | { readonly kind: 'Role'; readonly key: string; readonly entity: IamRole }
  | { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly key: string; readonly entity: ManagedPolicy };

/** The first `limit` rows after a key, of these kinds. */
export async function listDetailed(tx: Tx, kinds: readonly DetailKind[], after: string, limit: number): Promise<Detailed[]> {
  const found: Detailed[] = [];
  for (const [index, kind] of detailKinds.entries()) {
    if (found.length === limit || !kinds.includes(kind) || after >= `${index}0`) continue;
    const from = after.startsWith(`${index}/`) ? after.slice(2) : '';
    const page = { pathPrefix: '/', after: from, limit: limit - found.length };
    found.push(...(await listOfKind(tx, kind, `${index}/`, page)));
  }
  return found;
}

type Page = { readonly pathPrefix: string; readonly after: string; readonly limit: number };

async function listOfKind(tx: Tx, kind: DetailKind, prefix: string, page: Page): Promise<Detailed[]> {
  const keyOf = ({ name }: { readonly name: string }): string => prefix + foldName(name);
  switch (kind) {
    case 'User':
      return (await listUsers(tx, page)).map((entity) => ({ kind, key: keyOf(entity), entity }));
    case 'Group':
      return (await listGroups(tx, page)).map((entity) => ({ kind, key: keyOf(entity), entity }));
    case 'Role':
      return (await listRoles(tx, page)).map((entity) => ({ kind, key: keyOf(entity), entity }));
    case 'LocalManagedPolicy': {
      const policies = await listLocalPolicies(tx, { ...page, minima: { attachmentsMin: 0, boundariesMin: 0, usesMin: 0 } });
      return policies.map((entity) => ({ kind, key: keyOf(entity), entity }));
    }
    case 'AWSManagedPolicy': {
      const inUse = (await listAwsManagedPolicies(tx)).filter(({ attachmentCount, boundaryCount }) => attachmentCount + boundaryCount > 0);
      return inUse
        .map((entity) => ({ kind, key: keyOf(entity), entity }))
        .filter(({ key }) => key > prefix + page.after)
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, page.limit);
    }
  }
}

export async function describeUser(tx: Tx, user: IamUser): Promise<z.input<typeof UserDetail>> {
  const groups = await listGroupsOfUser(tx, { userId: user.id, after: '', limit: groupsMax });
  return {
    ...toWireUserWithDetails(tx.awsAccountId, user),
    UserPolicyList: await describeInlinePolicies(tx, user.id),
    GroupList: groups.map(({ name }) => name),
    AttachedManagedPolicies: await describeAttachedPolicies(tx, user.id),
  };
}

/** Far more than the quota allows. */
const groupsMax = 1000;

export async function describeGroup(tx: Tx, group: IamGroup): Promise<z.input<typeof GroupDetail>> {
  return {
    ...toWireGroup(tx.awsAccountId, group),
    GroupPolicyList: await describeInlinePolicies(tx, group.id),
    AttachedManagedPolicies: await describeAttachedPolicies(tx, group.id),
  };
}

export async function describeRole(tx: Tx, role: IamRole): Promise<z.input<typeof RoleDetail>> {
  const { Description: _, MaxSessionDuration: __, ...wire } = toWireRoleWithDetails(tx.awsAccountId, role);
  return {
    ...wire,
    InstanceProfileList: [],
    RolePolicyList: await describeInlinePolicies(tx, role.id),
    AttachedManagedPolicies: await describeAttachedPolicies(tx, role.id),
  };
}

export async function describePolicy(tx: Tx, policy: ManagedPolicy): Promise<z.input<typeof ManagedPolicyDetail>> {
  const versions = await listPolicyVersions(tx, policy);
  return {
    ...toWirePolicy(policy),
    Description: policy.description === '' ? undefined : policy.description,
    PolicyVersionList: versions.map((version) => ({ ...toWirePolicyVersion(version), Document: toWireDocument(version.document) })),
  };
}

async function describeInlinePolicies(tx: Tx, ownerId: string): Promise<{ PolicyName: string; PolicyDocument: string }[]> {
  const policies = await listInlinePolicies(tx, ownerId);
  return policies
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, document }) => ({ PolicyName: name, PolicyDocument: toWireDocument(document) }));
}

async function describeAttachedPolicies(tx: Tx, ownerId: string): Promise<{ PolicyName: string; PolicyArn: string }[]> {
  const attached = toWireAttachedPolicies(await listAttachedPolicyArns(tx, ownerId), '/');
  return attached.map(({ PolicyName, PolicyArn }) => ({ PolicyName, PolicyArn }));
}
