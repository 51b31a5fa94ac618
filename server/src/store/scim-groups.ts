import { sql as raw, type Expression, type SqlBool } from 'kysely';
import { InvariantError } from '../errors.ts';
import type { AccountGroupRow } from './account-groups.ts';
import type { AccountRow } from './accounts.ts';
import { toBatches } from './batches.ts';
import type { Tx } from './database.ts';
import { compileCondition, type Compiler } from './scim-conditions.ts';
import type { ScimSlice } from './scim-users.ts';

/** Groups that the account's identity provider has brought. */
export async function listScimGroups(
  tx: Tx,
  account: AccountRow,
  { condition, order, offset, limit }: ScimSlice,
): Promise<AccountGroupRow[]> {
  if (limit === 0) return [];
  let query = groupsWhere(tx, account, condition).selectAll('account_groups');
  if (order && 'column' in order.by) {
    const key = columns[order.by.column];
    const direction = order.descending ? 'desc' : 'asc';
    query = query.orderBy(raw`case when ${key} is null then 1 else 0 end`, direction).orderBy(raw`${key}`, direction);
  }
  return tx.query(query.orderBy('account_groups.id').limit(limit).offset(offset));
}

export async function countScimGroups(tx: Tx, account: AccountRow, condition: ScimSlice['condition']): Promise<number> {
  const [found] = await tx.query(groupsWhere(tx, account, condition).select(({ fn }) => fn.countAll<number>().as('count')));
  return found?.count ?? 0;
}

function groupsWhere(tx: Tx, account: AccountRow, condition: ScimSlice['condition']) {
  return tx.sql
    .selectFrom('account_groups')
    .where('account_groups.account_id', '=', account.id)
    .where('account_groups.source', '=', 'scim')
    .where((eb) => compileCondition(eb, compiler, condition));
}

const columns = {
  id: raw.ref<string>('account_groups.id'),
  name: raw.ref<string>('account_groups.name_folded'),
  externalId: raw.ref<string | null>('account_groups.external_id'),
  active: raw<number>`1`,
  created: raw.ref<number>('account_groups.created_at'),
  lastModified: raw.ref<number>('account_groups.updated_at'),
} as const;

const compiler: Compiler = {
  columns,
  values() {
    throw new InvariantError('Groups have no values but those of columns, so no condition on them names one.');
  },
  membership: (id): Expression<SqlBool> =>
    id === undefined ? raw<SqlBool>`exists (${members})` : raw<SqlBool>`exists (${members} and m.user_id = ${id})`,
};

const members = raw`select 1 from account_group_members m where m.account_id = account_groups.account_id and m.group_id = account_groups.id`;

/** A member as it is shown. */
export interface ShownMember {
  group_id: string;
  user_id: string;
  display_name: string | null;
}

/** The members of these groups, in the order of the groups' and then the users' ids. */
export async function listMembersOfScimGroups(tx: Tx, account: AccountRow, groupIds: readonly string[]): Promise<ShownMember[]> {
  if (groupIds.length === 0) return [];
  return tx.query(
    tx.sql
      .selectFrom('account_group_members as m')
      .innerJoin('users as u', (join) => join.onRef('u.account_id', '=', 'm.account_id').onRef('u.id', '=', 'm.user_id'))
      .select(['m.group_id', 'm.user_id', 'u.display_name'])
      .where('m.account_id', '=', account.id)
      .where('m.group_id', 'in', groupIds)
      .orderBy('m.group_id')
      .orderBy('m.user_id'),
  );
}

/** How many members each of these groups has; those without any are left out. */
export async function countMembersOfScimGroups(tx: Tx, account: AccountRow, groupIds: readonly string[]): Promise<Map<string, number>> {
  if (groupIds.length === 0) return new Map();
  const rows = await tx.query(
    tx.sql
      .selectFrom('account_group_members')
      .select(({ fn }) => ['group_id', fn.countAll<number>().as('count')])
      .where('account_id', '=', account.id)
      .where('group_id', 'in', groupIds)
      .groupBy('group_id'),
  );
  return new Map(rows.map(({ group_id, count }) => [group_id, count]));
}

/** Those of the ids that are no user whom the identity provider has brought. */
export async function listUnknownMembers(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<string[]> {
  const known = new Set<string>();
  for (const batch of toBatches(ids)) {
    const rows = await tx.query(tx.sql.selectFrom('scim_users').select('id').where('account_id', '=', account.id).where('id', 'in', batch));
    for (const { id } of rows) known.add(id);
  }
  return [...new Set(ids)].filter((id) => !known.has(id));
}
