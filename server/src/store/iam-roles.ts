import { EntityAlreadyExists, NoSuchEntity } from '../errors.ts';
import { foldName } from '../iam/names.ts';
import { tagsFromText, tagsToText, type Tags } from '../iam/tags.ts';
import { statement, type Tx } from './database.ts';
import { requireRoomFor } from './iam-summary.ts';
import { isBelow } from './iam-users.ts';
import type { IdentityTx } from './principals.ts';

/** An IAM role. */
export interface IamRole {
  /** `AROA…`. */
  readonly id: string;
  readonly name: string;
  /** `/` or `/…/`. */
  readonly path: string;
  readonly description: string;
  /** The policy that says who may assume the role. */
  readonly trustDocument: string;
  /** How long a session may be at most. */
  readonly sessionMaxSeconds: number;
  readonly createdAt: number;
  readonly boundaryArn: string | undefined;
  readonly tags: Tags;
  /** undefined = never used. */
  readonly lastUsed: { readonly at: number; readonly region: string } | undefined;
}

/** The role of this name, spelled exactly. Throws NoSuchEntity. */
export async function getRole(tx: Tx, name: string): Promise<IamRole> {
  const role = await findRole(tx, name);
  if (!role) throw new NoSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** The role of this name, spelled exactly. */
export async function findRole(tx: Tx, name: string): Promise<IamRole | undefined> {
  const row = await tx.first(selectRoleByName, { awsAccountId: tx.awsAccountId, nameFolded: foldName(name) });
  return row?.name === name ? toRole(row) : undefined;
}

export async function findRoleById(tx: Tx, id: string): Promise<IamRole | undefined> {
  const row = await tx.first(selectRoleById, { awsAccountId: tx.awsAccountId, id });
  return row && toRole(row);
}

/** Roles below a path, in the order of their folded names. */
export async function listRoles(
  tx: Tx,
  { pathPrefix, after, limit }: { pathPrefix: string; after: string; limit: number },
): Promise<IamRole[]> {
  return (await tx.all(selectRoles, { awsAccountId: tx.awsAccountId, pathPrefix, after, limit })).map(toRole);
}

/** Throws EntityAlreadyExists if a role has this name in any letter case, LimitExceeded if there are as many roles as there may be. */
export async function insertRole(tx: IdentityTx, role: Omit<IamRole, 'lastUsed'>): Promise<void> {
  const { awsAccountId } = tx;
  const { id, name, path, description, trustDocument, sessionMaxSeconds, createdAt } = role;
  const nameFolded = foldName(name);
  if (await tx.first(selectRoleByName, { awsAccountId, nameFolded }))
    throw new EntityAlreadyExists(`Role with name ${name} already exists.`);
  await requireRoomFor(tx, 'roles');
  const row = { awsAccountId, id, name, nameFolded, path, description, trustDocument, sessionMaxSeconds, createdAt };
  await tx.run(insertRoleRow, { ...row, boundaryArn: role.boundaryArn ?? null, tags: tagsToText(role.tags) });
}

/** What of a role may change. */
export type RoleChange = Partial<Pick<IamRole, 'description' | 'trustDocument' | 'sessionMaxSeconds' | 'boundaryArn' | 'tags'>>;

/** Writes the role with what has changed. */
export async function updateRole(tx: IdentityTx, role: IamRole, change: RoleChange): Promise<void> {
  const { id, description, trustDocument, sessionMaxSeconds, boundaryArn, tags } = { ...role, ...change };
  const row = { id, description, trustDocument, sessionMaxSeconds, boundaryArn: boundaryArn ?? null, tags: tagsToText(tags) };
  await tx.run(updateRoleRow, { awsAccountId: tx.awsAccountId, ...row });
}

/** Deletes a role that has no policies any more. */
export async function deleteRole(tx: IdentityTx, role: IamRole): Promise<void> {
  await tx.run(deleteRoleRow, { awsAccountId: tx.awsAccountId, id: role.id });
}

interface RoleRow {
  id: string;
  name: string;
  path: string;
  description: string;
  trust_document: string;
  session_max_seconds: number;
  created_at: number;
  boundary_arn: string | null;
  tags: string;
  last_used_at: number | null;
  last_used_region: string | null;
}

function toRole(row: RoleRow): IamRole {
  return {
    id: row.id,
    name: row.name,
    path: row.path,
    description: row.description,
    trustDocument: row.trust_document,
    sessionMaxSeconds: row.session_max_seconds,
    createdAt: row.created_at,
    boundaryArn: row.boundary_arn ?? undefined,
    tags: tagsFromText(row.tags),
    lastUsed: row.last_used_at === null ? undefined : { at: row.last_used_at, region: row.last_used_region ?? 'N/A' },
  };
}

const columns = [
  'id',
  'name',
  'path',
  'description',
  'trust_document',
  'session_max_seconds',
  'created_at',
  'boundary_arn',
  'tags',
  'last_used_at',
  'last_used_region',
] as const;

const selectRoleByName = statement<{ awsAccountId: string; nameFolded: string }, RoleRow>('selectRoleByName', (sql, param) =>
  sql
    .selectFrom('iam_roles')
    .select(columns)
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('name_folded', '=', param('nameFolded')),
);

const selectRoleById = statement<{ awsAccountId: string; id: string }, RoleRow>('selectRoleById', (sql, param) =>
  sql.selectFrom('iam_roles').select(columns).where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);

const selectRoles = statement<{ awsAccountId: string; pathPrefix: string; after: string; limit: number }, RoleRow>(
  'selectRoles',
  (sql, param) =>
    sql
      .selectFrom('iam_roles')
      .select(columns)
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('name_folded', '>', param('after'))
      .where(({ ref }) => isBelow(ref('path'), param('pathPrefix')))
      .orderBy('name_folded')
      .limit(param('limit')),
);

interface NewRoleRow {
  awsAccountId: string;
  id: string;
  name: string;
  nameFolded: string;
  path: string;
  description: string;
  trustDocument: string;
  sessionMaxSeconds: number;
  createdAt: number;
  boundaryArn: string | null;
  tags: string;
}

const insertRoleRow = statement<NewRoleRow>('insertRoleRow', (sql, param) =>
  sql.insertInto('iam_roles').values({
    aws_account_id: param('awsAccountId'),
    id: param('id'),
    name: param('name'),
    name_folded: param('nameFolded'),
    path: param('path'),
    description: param('description'),
    trust_document: param('trustDocument'),
    session_max_seconds: param('sessionMaxSeconds'),
    created_at: param('createdAt'),
    boundary_arn: param('boundaryArn'),
    tags: param('tags'),
    last_used_at: null,
    last_used_region: null,
  }),
);

const updateRoleRow = statement<Omit<NewRoleRow, 'name' | 'nameFolded' | 'path' | 'createdAt'>>('updateRoleRow', (sql, param) =>
  sql
    .updateTable('iam_roles')
    .set({
      description: param('description'),
      trust_document: param('trustDocument'),
      session_max_seconds: param('sessionMaxSeconds'),
      boundary_arn: param('boundaryArn'),
      tags: param('tags'),
    })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id')),
);

const deleteRoleRow = statement<{ awsAccountId: string; id: string }>('deleteRoleRow', (sql, param) =>
  sql.deleteFrom('iam_roles').where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);
