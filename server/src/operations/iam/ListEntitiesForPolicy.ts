import { z } from 'zod';
import { InvalidInput, NoSuchEntity, ValidationError } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { foldName } from '../../iam/names.ts';
import { queryOperation } from '../../operation.ts';
import { arn, entityId, groupName, pagePosition, paging, path, policyUsage, roleName, userName } from '../../shapes/iam.ts';
import { listAttachedGroups, listAttachedRoles, listAttachedUsers, type AttachedEntity } from '../../store/iam-attachments.ts';
import { listBoundedRoles, listBoundedUsers } from '../../store/iam-boundaries.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getPolicy } from '../../store/iam-policies.ts';

/** Groups come before roles, roles before users, as their names say. */
type Kind = 'group' | 'role' | 'user';

export const ListEntitiesForPolicy = queryOperation('iam', {
  action: {
    name: 'ListEntitiesForPolicy',
    access: 'List',
    summary: 'Grants permission to list all IAM identities to which the specified managed policy is attached',
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({
    PolicyArn: arn,
    EntityFilter: z.enum(['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']).optional(),
    PathPrefix: path.optional(),
    PolicyUsageFilter: policyUsage.optional(),
    ...paging,
  }),
  output: z.object({
    PolicyGroups: z
      .array(z.object({ GroupName: groupName.optional(), GroupId: entityId.optional() }).meta({ id: 'PolicyGroup' }))
      .optional(),
    PolicyUsers: z.array(z.object({ UserName: userName.optional(), UserId: entityId.optional() }).meta({ id: 'PolicyUser' })).optional(),
    PolicyRoles: z.array(z.object({ RoleName: roleName.optional(), RoleId: entityId.optional() }).meta({ id: 'PolicyRole' })).optional(),
    ...pagePosition,
  }),
  errors: [NoSuchEntity, InvalidInput, ValidationError],
  example: { PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly', EntityFilter: 'User' },
  async handler({ tx }, { PolicyArn, EntityFilter, PathPrefix: pathPrefix = '/', PolicyUsageFilter, ...page }) {
    const policy = await getPolicy(tx, PolicyArn);
    const kinds = kindsOf(EntityFilter);
    const find = async (after: string, limit: number): Promise<Entity[]> => {
      const found: Entity[] = [];
      for (const kind of kinds) {
        if (found.length === limit || after >= `${kind}0`) continue;
        const from = after.startsWith(`${kind}/`) ? after.slice(kind.length + 1) : '';
        const query = { policyArn: policy.arn, pathPrefix, after: from, limit: limit - found.length };
        const rows: AttachedEntity[] = [];
        if (PolicyUsageFilter !== 'PermissionsBoundary') rows.push(...(await attached[kind](tx, query)));
        if (PolicyUsageFilter !== 'PermissionsPolicy') rows.push(...(await bounded[kind](tx, query)));
        found.push(...oneEach(rows, query.limit).map((row) => ({ ...row, kind })));
      }
      return found;
    };
    const list = ['ListEntitiesForPolicy', policy.id, kinds, pathPrefix, PolicyUsageFilter];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ kind, name }) => `${kind}/${foldName(name)}`);
    return {
      PolicyGroups: rows.filter(({ kind }) => kind === 'group').map(({ id, name }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: rows.filter(({ kind }) => kind === 'user').map(({ id, name }) => ({ UserName: name, UserId: id })),
      PolicyRoles: rows.filter(({ kind }) => kind === 'role').map(({ id, name }) => ({ RoleName: name, RoleId: id })),
      ...position,
    };
  },
});

interface Entity extends AttachedEntity {
  readonly kind: Kind;
}

const attached = { group: listAttachedGroups, role: listAttachedRoles, user: listAttachedUsers } as const;
const bounded = { group: async () => [], role: listBoundedRoles, user: listBoundedUsers } as const;

/** An entity that a policy is attached to and bounds is listed once. */
function oneEach(rows: readonly AttachedEntity[], limit: number): AttachedEntity[] {
  const byName = new Map(rows.map((row) => [foldName(row.name), row]));
  return [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
    .slice(0, limit);
}

function kindsOf(filter: string | undefined): Kind[] {
  const kinds = ['group', 'role', 'user'] as const;
  return kinds.filter((kind) => filter === undefined || filter.toLowerCase() === kind);
}
