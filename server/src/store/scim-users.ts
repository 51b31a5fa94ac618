import { sql as raw, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import { compileCondition, type Compiler, type Condition, type ScimColumn } from './scim-conditions.ts';

/** A user whom the account's identity provider has brought, with what of the user's own row belongs to it. */
export interface ScimUserRow {
  account_id: string;
  id: string;
  user_name_folded: string;
  external_id: string | null;
  resource: string;
  version: number;
  created_at: number;
  updated_at: number;
  source_active: number;
}

/** The user, undefined if the identity provider has brought none with this id. */
export async function findScimUser(tx: Tx, account: AccountRow, id: string): Promise<ScimUserRow | undefined> {
  return tx.first(selectScimUser, { accountId: account.id, id });
}

const selectScimUser = statement<{ accountId: string; id: string }, ScimUserRow>('selectScimUser', (sql, param) =>
  sql
    .selectFrom('scim_users')
    .innerJoin('users', (join) => join.onRef('users.account_id', '=', 'scim_users.account_id').onRef('users.id', '=', 'scim_users.id'))
    .selectAll('scim_users')
    .select('users.source_active')
    .where('scim_users.account_id', '=', param('accountId'))
    .where('scim_users.id', '=', param('id')),
);

/** Answers false if the account has a user of that name, in any letter case. */
export async function insertScimUser(tx: Tx, user: Tables['scim_users']): Promise<boolean> {
  return (await tx.run(insertScimUserRow, user)) === 1;
}

const insertScimUserRow = statement<Tables['scim_users']>('insertScimUserRow', (sql, param) =>
  sql
    .insertInto('scim_users')
    .values({
      account_id: param('account_id'),
      id: param('id'),
      user_name_folded: param('user_name_folded'),
      external_id: param('external_id'),
      resource: param('resource'),
      version: param('version'),
      created_at: param('created_at'),
      updated_at: param('updated_at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Stores the user one version further. Answers false if it is gone or has another version by now. */
export async function updateScimUser(tx: Tx, user: Omit<Tables['scim_users'], 'created_at'>): Promise<boolean> {
  return (await tx.run(updateScimUserRow, user)) === 1;
}

const updateScimUserRow = statement<Omit<Tables['scim_users'], 'created_at'>>('updateScimUserRow', (sql, param) =>
  sql
    .updateTable('scim_users')
    .set(({ eb, lit }) => ({
      user_name_folded: param('user_name_folded'),
      external_id: param('external_id'),
      resource: param('resource'),
      version: eb('version', '+', lit(1)),
      updated_at: param('updated_at'),
    }))
    .where('account_id', '=', param('account_id'))
    .where('id', '=', param('id'))
    .where('version', '=', param('version')),
);

/** The id of the user with this name, in any letter case. */
export async function findScimUserIdByName(tx: Tx, account: AccountRow, name: string): Promise<string | undefined> {
  return (await tx.first(selectScimUserIdByName, { accountId: account.id, nameFolded: name.toLowerCase() }))?.id;
}

const selectScimUserIdByName = statement<{ accountId: string; nameFolded: string }, { id: string }>(
  'selectScimUserIdByName',
  (sql, param) =>
    sql
      .selectFrom('scim_users')
      .select('id')
      .where('account_id', '=', param('accountId'))
      .where('user_name_folded', '=', param('nameFolded')),
);

/** One value that filters and sorting can find; see `scim_values`. */
export type ScimValue = Pick<Tables['scim_values'], 'path' | 'element' | 'value'>;

/** Makes these the values of the user. */
export async function replaceScimValues(tx: Tx, account: AccountRow, userId: string, values: readonly ScimValue[]): Promise<void> {
  await tx.run(deleteScimValues, { accountId: account.id, userId });
  await insertScimValues(tx, account, userId, values);
}

/** The values of a user who has none yet. */
export async function insertScimValues(tx: Tx, account: AccountRow, userId: string, values: readonly ScimValue[]): Promise<void> {
  await tx.runEach(
    insertScimValue,
    values.map((value) => ({ account_id: account.id, user_id: userId, ...value, folded: value.value.toLowerCase() })),
  );
}

const deleteScimValues = statement<{ accountId: string; userId: string }>('deleteScimValues', (sql, param) =>
  sql.deleteFrom('scim_values').where('account_id', '=', param('accountId')).where('user_id', '=', param('userId')),
);

const insertScimValue = statement<Tables['scim_values']>('insertScimValue', (sql, param) =>
  sql.insertInto('scim_values').values({
    account_id: param('account_id'),
    user_id: param('user_id'),
    path: param('path'),
    element: param('element'),
    value: param('value'),
    folded: param('folded'),
  }),
);

/** In which order users are listed; whatever it is, users with equal values follow in the order of their ids. */
export interface ScimOrder {
  /** A column, or the path of an attribute. */
  readonly by: { readonly column: ScimColumn } | { readonly path: string };
  readonly descending: boolean;
}

/** A part of a listing, counted from its beginning. */
export interface ScimSlice {
  readonly condition: Condition;
  /** undefined = by id, which for most is the order in which they came. */
  readonly order: ScimOrder | undefined;
  readonly offset: number;
  readonly limit: number;
}

export async function listScimUsers(tx: Tx, account: AccountRow, { condition, order, offset, limit }: ScimSlice): Promise<ScimUserRow[]> {
  if (limit === 0) return [];
  let query = usersWhere(tx, account, condition).selectAll('scim_users').select('users.source_active');
  if (order) {
    const key = 'column' in order.by ? columns[order.by.column] : valueOf(order.by.path);
    const direction = order.descending ? 'desc' : 'asc';
    // Who has no value comes last, or first where the order is turned round: RFC 7644, section 3.4.2.3.
    query = query.orderBy(raw`case when ${key} is null then 1 else 0 end`, direction).orderBy(raw`${key}`, direction);
  }
  return tx.query(query.orderBy('scim_users.id').limit(limit).offset(offset));
}

export async function countScimUsers(tx: Tx, account: AccountRow, condition: Condition): Promise<number> {
  const [found] = await tx.query(usersWhere(tx, account, condition).select(({ fn }) => fn.countAll<number>().as('count')));
  return found?.count ?? 0;
}

function usersWhere(tx: Tx, account: AccountRow, condition: Condition) {
  return tx.sql
    .selectFrom('scim_users')
    .innerJoin('users', (join) => join.onRef('users.account_id', '=', 'scim_users.account_id').onRef('users.id', '=', 'scim_users.id'))
    .where('scim_users.account_id', '=', account.id)
    .where((eb) => compileCondition(eb, compilerOf(eb), condition));
}

const columns = {
  id: raw.ref<string>('scim_users.id'),
  name: raw.ref<string>('scim_users.user_name_folded'),
  externalId: raw.ref<string | null>('scim_users.external_id'),
  active: raw.ref<number>('users.source_active'),
  created: raw.ref<number>('scim_users.created_at'),
  lastModified: raw.ref<number>('scim_users.updated_at'),
} as const;

function valueOf(path: string): Expression<string | null> {
  return raw<
    string | null
  >`(select min(s.folded) from scim_values s where s.account_id = scim_users.account_id and s.user_id = scim_users.id and s.path = ${path})`;
}

type UsersBuilder = Parameters<typeof compileCondition>[0];

function compilerOf(eb: UsersBuilder): Compiler {
  return {
    columns,
    values(paths, element, holds): Expression<SqlBool> {
      // Within an element the outer rows are named e, and those of its parts v: no deeper nesting exists.
      const name = element === undefined && holds !== undefined && paths.length > 1 ? 'e' : 'v';
      const row = {
        value: raw.ref<string>(`${name}.value`),
        folded: raw.ref<string>(`${name}.folded`),
        element: raw.ref<number>(`${name}.element`),
      };
      return eb.exists(
        eb
          .selectFrom(`scim_values as ${name}`)
          .select(raw`1`.as('one'))
          .where(raw<SqlBool>`${raw.ref(`${name}.account_id`)} = scim_users.account_id and ${raw.ref(`${name}.user_id`)} = scim_users.id`)
          .where(raw<SqlBool>`${raw.ref(`${name}.path`)} in (${raw.join(paths)})`)
          .$if(element !== undefined, (query) => query.where(raw<SqlBool>`${row.element} = ${element}`))
          .$if(holds !== undefined, (query) => query.where(holds?.(row) ?? raw<SqlBool>`1 = 1`)),
      );
    },
    membership: (id) => membersOf(eb, id),
  };
}

function membersOf(eb: ExpressionBuilder<Tables, keyof Tables>, groupId: string | undefined): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom('account_group_members as m')
      .innerJoin('account_groups as g', (join) => join.onRef('g.account_id', '=', 'm.account_id').onRef('g.id', '=', 'm.group_id'))
      .select('m.user_id')
      .where(raw<SqlBool>`m.account_id = scim_users.account_id and m.user_id = scim_users.id`)
      .where('g.source', '=', 'scim')
      .$if(groupId !== undefined, (query) => query.where('m.group_id', '=', groupId ?? '')),
  );
}

/** The groups of these users that the identity provider has brought, in the order of the groups' ids. */
export async function listGroupsOfScimUsers(
  tx: Tx,
  account: AccountRow,
  userIds: readonly string[],
): Promise<{ user_id: string; id: string; name: string }[]> {
  if (userIds.length === 0) return [];
  return tx.query(
    tx.sql
      .selectFrom('account_group_members as m')
      .innerJoin('account_groups as g', (join) => join.onRef('g.account_id', '=', 'm.account_id').onRef('g.id', '=', 'm.group_id'))
      .select(['m.user_id', 'g.id', 'g.name'])
      .where('m.account_id', '=', account.id)
      .where('g.source', '=', 'scim')
      .where('m.user_id', 'in', userIds)
      .orderBy('g.id'),
  );
}
