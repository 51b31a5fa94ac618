import { z } from 'zod';
import { InvalidInput, NoSuchEntity, ValidationError } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { foldName } from '../../iam/names.ts';
import { queryOperation } from '../../operation.ts';
import { arn, entityId, groupName, pagePosition, paging, path, policyUsage, userName } from '../../shapes/iam.ts';
import { listAttachedGroups, listAttachedUsers, type AttachedEntity } from '../../store/iam-attachments.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getPolicy } from '../../store/iam-policies.ts';

/** Groups come before users, as their names say. */
type Kind = 'group' | 'user';

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
    PolicyRoles: z.array(z.object({ RoleName: z.string().optional(), RoleId: entityId.optional() }).meta({ id: 'PolicyRole' })).optional(),
    ...pagePosition,
  }),
  errors: [NoSuchEntity, InvalidInput, ValidationError],
  example: { PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly', EntityFilter: 'User' },
  async handler({ tx }, { PolicyArn, EntityFilter, PathPrefix: pathPrefix = '/', PolicyUsageFilter, ...page }) {
    const policy = await getPolicy(tx, PolicyArn);
    const listers = { group: listAttachedGroups, user: listAttachedUsers } as const;
    // Boundaries do not exist in this version, so nothing uses a policy as one.
    const kinds = kindsOf(EntityFilter).filter(() => PolicyUsageFilter !== 'PermissionsBoundary');
    const find = async (after: string, limit: number): Promise<Entity[]> => {
      const found: Entity[] = [];
      for (const kind of kinds) {
        if (found.length === limit || after >= `${kind}0`) continue;
        const from = after.startsWith(`${kind}/`) ? after.slice(kind.length + 1) : '';
        const rows = await listers[kind](tx, { policyArn: policy.arn, pathPrefix, after: from, limit: limit - found.length });
        found.push(...rows.map((row) => ({ ...row, kind })));
      }
      return found;
    };
    const list = ['ListEntitiesForPolicy', policy.id, kinds, pathPrefix];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ kind, name }) => `${kind}/${foldName(name)}`);
    return {
      PolicyGroups: rows.filter(({ kind }) => kind === 'group').map(({ id, name }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: rows.filter(({ kind }) => kind === 'user').map(({ id, name }) => ({ UserName: name, UserId: id })),
      PolicyRoles: [],
      ...position,
    };
  },
});

interface Entity extends AttachedEntity {
  readonly kind: Kind;
}

function kindsOf(filter: string | undefined): Kind[] {
  if (filter === undefined) return ['group', 'user'];
  return filter === 'Group' ? ['group'] : filter === 'User' ? ['user'] : [];
}
