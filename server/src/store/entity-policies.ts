import { NoSuchEntity } from '../errors.ts';
import { groupArn, roleArn, userArn } from '../iam/arns.ts';
import type { Tags } from '../iam/tags.ts';
import type { Tx } from './database.ts';
import { findGroup } from './iam-groups.ts';
import { findRole } from './iam-roles.ts';
import { findUser } from './iam-users.ts';
import { findMembership, type Membership } from './organization.ts';
import { listManagedDocuments, listPolicyDocuments, type NamedDocument } from './policy-documents.ts';

/** A user, a group or a role, and every policy that bounds what it may do. */
export interface EntityPolicies {
  readonly kind: 'user' | 'group' | 'role';
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly tags: Tags;
  readonly identity: readonly NamedDocument[];
  /** undefined = no boundary; empty = its policy is gone, so that nothing is allowed. */
  readonly boundary: readonly NamedDocument[] | undefined;
  readonly membership: Membership | undefined;
}

/** Reads the entity with this ARN in the tenant's AWS account. Throws NoSuchEntity. */
export async function getEntityPolicies(tx: Tx, arn: string): Promise<EntityPolicies> {
  const entity = await findEntity(tx, arn);
  if (entity?.arn !== arn) throw new NoSuchEntity(`The entity with ARN ${arn} cannot be found.`);
  const { id, boundaryArn } = entity;
  return {
    ...entity,
    identity: await listPolicyDocuments(tx, id),
    boundary: boundaryArn === undefined ? undefined : await listManagedDocuments(tx, [boundaryArn]),
    membership: await findMembership(tx),
  };
}

interface Entity extends Pick<EntityPolicies, 'kind' | 'id' | 'arn' | 'name' | 'tags'> {
  readonly boundaryArn: string | undefined;
}

async function findEntity(tx: Tx, arn: string): Promise<Entity | undefined> {
  const { awsAccountId } = tx;
  const [, kind, name = ''] = /^arn:aws:iam::\d{12}:(user|group|role)\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  switch (kind) {
    case 'user': {
      const user = await findUser(tx, name);
      return user && { kind, ...user, arn: userArn(awsAccountId, user) };
    }
    case 'role': {
      const role = await findRole(tx, name);
      return role && { kind, ...role, arn: roleArn(awsAccountId, role) };
    }
    case 'group': {
      const group = await findGroup(tx, name);
      return group && { kind, ...group, arn: groupArn(awsAccountId, group), tags: {}, boundaryArn: undefined };
    }
    default:
      return undefined;
  }
}
