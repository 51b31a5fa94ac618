import { EntityAlreadyExists, NoSuchEntity } from '../errors.ts';
import { foldName } from '../iam/names.ts';
import { statement, type Tx } from './database.ts';
import { isBelow, toUser, type IamUser, type UserRow } from './iam-users.ts';
import type { IdentityTx } from './principals.ts';

/** An IAM group. */
export interface IamGroup {
  /** `AGPA…`. */
  readonly id: string;
  readonly name: string;
  /** `/` or `/…/`. */
  readonly path: string;
  readonly createdAt: number;
}

/** The group of this name, spelled exactly. Throws NoSuchEntity. */
export async function getGroup(tx: Tx, name: string): Promise<IamGroup> {
  const group = await findGroup(tx, name);
  if (!group) throw new NoSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

/** Like `getGroup`, undefined if there is none. */
export async function findGroup(tx: Tx, name: string): Promise<IamGroup | undefined> {
  const row = await tx.first(selectGroupByName, { awsAccountId: tx.awsAccountId, nameFolded: foldName(name) });
  return row?.name === name ? toGroup(row) : undefined;
}

/** Groups below a path, in the order of their folded names. */
export async function listGroups(
  tx: Tx,
  { pathPrefix, after, limit }: { pathPrefix: string; after: string; limit: number },
): Promise<IamGroup[]> {
  return (await tx.all(selectGroups, { awsAccountId: tx.awsAccountId, pathPrefix, after, limit })).map(toGroup);
}

/** The groups a user belongs to, in the order of their folded names. */
export async function listGroupsOfUser(
  tx: Tx,
  { userId, after, limit }: { userId: string; after: string; limit: number },
): Promise<IamGroup[]> {
  return (await tx.all(selectGroupsOfUser, { awsAccountId: tx.awsAccountId, userId, after, limit })).map(toGroup);
}

/** The users of a group, in the order of their folded names. */
export async function listMembers(
  tx: Tx,
  { groupId, after, limit }: { groupId: string; after: string; limit: number },
): Promise<IamUser[]> {
  const rows = await tx.all(selectMembers, { awsAccountId: tx.awsAccountId, groupId, after, limit });
  return rows.map(toUser);
}

/** Throws EntityAlreadyExists if a group has this name in any letter case. */
export async function insertGroup(tx: IdentityTx, group: IamGroup): Promise<void> {
  await refuseTakenName(tx, group.name);
  const { id, name, path, createdAt } = group;
  await tx.run(insertGroupRow, { awsAccountId: tx.awsAccountId, id, name, nameFolded: foldName(name), path, createdAt });
}

/** Gives a group another name, another path or both. Throws EntityAlreadyExists if another group has the name in any letter case. */
export async function renameGroup(tx: IdentityTx, group: IamGroup, { name, path }: { name: string; path: string }): Promise<void> {
  if (foldName(name) !== foldName(group.name)) await refuseTakenName(tx, name);
  await tx.run(updateGroupName, { awsAccountId: tx.awsAccountId, id: group.id, name, nameFolded: foldName(name), path });
}

/** Deletes a group that has no members and policies any more. */
export async function deleteGroup(tx: IdentityTx, group: IamGroup): Promise<void> {
  await tx.run(deleteGroupRow, { awsAccountId: tx.awsAccountId, id: group.id });
}

/** Adding a member again changes nothing. */
export async function addMember(tx: IdentityTx, member: { groupId: string; userId: string; addedAt: number }): Promise<void> {
  await tx.run(insertMember, { awsAccountId: tx.awsAccountId, ...member });
}

/** Removing who is no member changes nothing. */
export async function removeMember(tx: IdentityTx, { groupId, userId }: { groupId: string; userId: string }): Promise<void> {
  await tx.run(deleteMember, { awsAccountId: tx.awsAccountId, groupId, userId });
}

interface GroupRow {
  id: string;
  name: string;
  path: string;
  created_at: number;
}

function toGroup({ id, name, path, created_at }: GroupRow): IamGroup {
  return { id, name, path, createdAt: created_at };
}

async function refuseTakenName(tx: Tx, name: string): Promise<void> {
  const taken = await tx.first(selectGroupByName, { awsAccountId: tx.awsAccountId, nameFolded: foldName(name) });
  if (taken) throw new EntityAlreadyExists(`Group with name ${name} already exists.`);
}

const columns = ['id', 'name', 'path', 'created_at'] as const;

const selectGroupByName = statement<{ awsAccountId: string; nameFolded: string }, GroupRow>('selectGroupByName', (sql, param) =>
  sql
    .selectFrom('iam_groups')
    .select(columns)
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('name_folded', '=', param('nameFolded')),
);

const selectGroups = statement<{ awsAccountId: string; pathPrefix: string; after: string; limit: number }, GroupRow>(
  'selectGroups',
  (sql, param) =>
    sql
      .selectFrom('iam_groups')
      .select(columns)
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('name_folded', '>', param('after'))
      .where(({ ref }) => isBelow(ref('path'), param('pathPrefix')))
      .orderBy('name_folded')
      .limit(param('limit')),
);

const selectGroupsOfUser = statement<{ awsAccountId: string; userId: string; after: string; limit: number }, GroupRow>(
  'selectGroupsOfUser',
  (sql, param) =>
    sql
      .selectFrom('iam_group_members as m')
      .innerJoin('iam_groups as g', 'g.id', 'm.group_id')
      .select(['g.id', 'g.name', 'g.path', 'g.created_at'])
      .where('m.aws_account_id', '=', param('awsAccountId'))
      .where('m.user_id', '=', param('userId'))
      .where('g.name_folded', '>', param('after'))
      .orderBy('g.name_folded')
      .limit(param('limit')),
);

const selectMembers = statement<{ awsAccountId: string; groupId: string; after: string; limit: number }, UserRow>(
  'selectMembers',
  (sql, param) =>
    sql
      .selectFrom('iam_group_members as m')
      .innerJoin('iam_users as u', 'u.id', 'm.user_id')
      .select(['u.id', 'u.name', 'u.path', 'u.created_at', 'u.boundary_arn', 'u.tags'])
      .where('m.aws_account_id', '=', param('awsAccountId'))
      .where('m.group_id', '=', param('groupId'))
      .where('u.name_folded', '>', param('after'))
      .orderBy('u.name_folded')
      .limit(param('limit')),
);

interface NewGroupRow {
  awsAccountId: string;
  id: string;
  name: string;
  nameFolded: string;
  path: string;
  createdAt: number;
}

const insertGroupRow = statement<NewGroupRow>('insertGroupRow', (sql, param) =>
  sql.insertInto('iam_groups').values({
    aws_account_id: param('awsAccountId'),
    id: param('id'),
    name: param('name'),
    name_folded: param('nameFolded'),
    path: param('path'),
    created_at: param('createdAt'),
  }),
);

const updateGroupName = statement<{ awsAccountId: string; id: string; name: string; nameFolded: string; path: string }>(
  'updateGroupName',
  (sql, param) =>
    sql
      .updateTable('iam_groups')
      .set({ name: param('name'), name_folded: param('nameFolded'), path: param('path') })
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id')),
);

const deleteGroupRow = statement<{ awsAccountId: string; id: string }>('deleteGroupRow', (sql, param) =>
  sql.deleteFrom('iam_groups').where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);

const insertMember = statement<{ awsAccountId: string; groupId: string; userId: string; addedAt: number }>('insertMember', (sql, param) =>
  sql
    .insertInto('iam_group_members')
    .values({ aws_account_id: param('awsAccountId'), group_id: param('groupId'), user_id: param('userId'), added_at: param('addedAt') })
    .onConflict((conflict) => conflict.doNothing()),
);

const deleteMember = statement<{ awsAccountId: string; groupId: string; userId: string }>('deleteMember', (sql, param) =>
  sql
    .deleteFrom('iam_group_members')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('group_id', '=', param('groupId'))
    .where('user_id', '=', param('userId')),
);
