import { sql as text, type Expression } from 'kysely';
import { EntityAlreadyExists, NoSuchEntity, ValidationError } from '../errors.ts';
import { foldName } from '../iam/names.ts';
import { tagsFromText, tagsToText, type Tags } from '../iam/tags.ts';
import type { Principal } from '../principal.ts';
import { statement, type Tx } from './database.ts';
import type { IdentityTx } from './principals.ts';

/** An IAM user. */
export interface IamUser {
  /** `AIDA…`. */
  readonly id: string;
  readonly name: string;
  /** `/` or `/…/`. */
  readonly path: string;
  readonly createdAt: number;
  readonly boundaryArn: string | undefined;
  readonly tags: Tags;
}

/**
 * The user of this name. Names differ by more than letter case, but are spelled exactly when they are used: the
 * decision was made on this spelling. Throws NoSuchEntity.
 */
export async function getUser(tx: Tx, name: string): Promise<IamUser> {
  const user = await findUser(tx, name);
  if (!user) throw new NoSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

/** Like `getUser`, undefined if there is none. */
export async function findUser(tx: Tx, name: string): Promise<IamUser | undefined> {
  const row = await tx.first(selectUserByName, { awsAccountId: tx.awsAccountId, nameFolded: foldName(name) });
  return row?.name === name ? toUser(row) : undefined;
}

/** The user of this name or, without a name, the caller; undefined stands for the account's root. Throws NoSuchEntity, or ValidationError if the caller is no user. */
export async function getUserOrCaller(tx: Tx, name: string | undefined, caller: Principal): Promise<IamUser | undefined> {
  if (name !== undefined) return getUser(tx, name);
  if (caller.kind === 'root') return undefined;
  if (caller.kind !== 'user') throw new ValidationError('Must specify userName when calling with non-User credentials');
  // By id: the caller may have been renamed a moment ago.
  const user = await findUserById(tx, caller.principalId);
  if (!user) throw new NoSuchEntity(`The user with name ${caller.userName} cannot be found.`);
  return user;
}

export async function findUserById(tx: Tx, id: string): Promise<IamUser | undefined> {
  const row = await tx.first(selectUserById, { awsAccountId: tx.awsAccountId, id });
  return row && toUser(row);
}

/** Users below a path, in the order of their folded names. */
export async function listUsers(
  tx: Tx,
  { pathPrefix, after, limit }: { pathPrefix: string; after: string; limit: number },
): Promise<IamUser[]> {
  return (await tx.all(selectUsers, { awsAccountId: tx.awsAccountId, pathPrefix, after, limit })).map(toUser);
}

/** Throws EntityAlreadyExists if a user has this name in any letter case. */
export async function insertUser(tx: IdentityTx, user: IamUser): Promise<void> {
  await refuseTakenName(tx, user.name);
  const { id, name, path, createdAt } = user;
  await tx.run(insertUserRow, {
    awsAccountId: tx.awsAccountId,
    id,
    name,
    nameFolded: foldName(name),
    path,
    createdAt,
    boundaryArn: user.boundaryArn ?? null,
    tags: tagsToText(user.tags),
  });
}

/** Gives a user another name, another path or both. Throws EntityAlreadyExists if another user has the name in any letter case. */
export async function renameUser(tx: IdentityTx, user: IamUser, { name, path }: { name: string; path: string }): Promise<void> {
  if (foldName(name) !== foldName(user.name)) await refuseTakenName(tx, name);
  await tx.run(updateUserName, { awsAccountId: tx.awsAccountId, id: user.id, name, nameFolded: foldName(name), path });
}

export async function setUserTags(tx: IdentityTx, user: IamUser, tags: Tags): Promise<void> {
  await tx.run(updateUserTags, { awsAccountId: tx.awsAccountId, id: user.id, tags: tagsToText(tags) });
}

/** @param boundaryArn undefined = none any more */
export async function setUserBoundary(tx: IdentityTx, user: IamUser, boundaryArn: string | undefined): Promise<void> {
  await tx.run(updateUserBoundary, { awsAccountId: tx.awsAccountId, id: user.id, boundaryArn: boundaryArn ?? null });
}

/** Deletes a user who has no keys, policies and groups any more. */
export async function deleteUser(tx: IdentityTx, user: IamUser): Promise<void> {
  await tx.run(deleteUserRow, { awsAccountId: tx.awsAccountId, id: user.id });
}

/** Whether `path` starts with the prefix: unlike `like`, the same for both engines and without special characters. */
export function isBelow(path: Expression<string>, prefix: Expression<string>): Expression<boolean> {
  return text<boolean>`substr(${path}, 1, length(${prefix})) = ${prefix}`;
}

/** The columns of a user. */
export interface UserRow {
  id: string;
  name: string;
  path: string;
  created_at: number;
  boundary_arn: string | null;
  tags: string;
}

/** A user from its row. */
export function toUser({ id, name, path, created_at, boundary_arn, tags }: UserRow): IamUser {
  return { id, name, path, createdAt: created_at, boundaryArn: boundary_arn ?? undefined, tags: tagsFromText(tags) };
}

async function refuseTakenName(tx: Tx, name: string): Promise<void> {
  const taken = await tx.first(selectUserByName, { awsAccountId: tx.awsAccountId, nameFolded: foldName(name) });
  if (taken) throw new EntityAlreadyExists(`User with name ${name} already exists.`);
}

const columns = ['id', 'name', 'path', 'created_at', 'boundary_arn', 'tags'] as const;

const selectUserByName = statement<{ awsAccountId: string; nameFolded: string }, UserRow>('selectUserByName', (sql, param) =>
  sql
    .selectFrom('iam_users')
    .select(columns)
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('name_folded', '=', param('nameFolded')),
);

const selectUserById = statement<{ awsAccountId: string; id: string }, UserRow>('selectUserById', (sql, param) =>
  sql.selectFrom('iam_users').select(columns).where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);

const selectUsers = statement<{ awsAccountId: string; pathPrefix: string; after: string; limit: number }, UserRow>(
  'selectUsers',
  (sql, param) =>
    sql
      .selectFrom('iam_users')
      .select(columns)
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('name_folded', '>', param('after'))
      .where(({ ref }) => isBelow(ref('path'), param('pathPrefix')))
      .orderBy('name_folded')
      .limit(param('limit')),
);

interface NewUserRow {
  awsAccountId: string;
  id: string;
  name: string;
  nameFolded: string;
  path: string;
  createdAt: number;
  boundaryArn: string | null;
  tags: string;
}

const insertUserRow = statement<NewUserRow>('insertUserRow', (sql, param) =>
  sql.insertInto('iam_users').values({
    aws_account_id: param('awsAccountId'),
    id: param('id'),
    name: param('name'),
    name_folded: param('nameFolded'),
    path: param('path'),
    created_at: param('createdAt'),
    boundary_arn: param('boundaryArn'),
    tags: param('tags'),
  }),
);

const updateUserName = statement<{ awsAccountId: string; id: string; name: string; nameFolded: string; path: string }>(
  'updateUserName',
  (sql, param) =>
    sql
      .updateTable('iam_users')
      .set({ name: param('name'), name_folded: param('nameFolded'), path: param('path') })
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id')),
);

const updateUserTags = statement<{ awsAccountId: string; id: string; tags: string }>('updateUserTags', (sql, param) =>
  sql
    .updateTable('iam_users')
    .set({ tags: param('tags') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id')),
);

const updateUserBoundary = statement<{ awsAccountId: string; id: string; boundaryArn: string | null }>('updateUserBoundary', (sql, param) =>
  sql
    .updateTable('iam_users')
    .set({ boundary_arn: param('boundaryArn') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id')),
);

const deleteUserRow = statement<{ awsAccountId: string; id: string }>('deleteUserRow', (sql, param) =>
  sql.deleteFrom('iam_users').where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);
