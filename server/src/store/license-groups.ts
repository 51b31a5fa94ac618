import type { Expression, Kysely } from 'kysely';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';
import type { AccountGroupRow } from './account-groups.ts';

/** Which license the members of a group get. */
export type LicenseGroupRow = Tables['license_groups'];

/** A group that gives a license, as it is shown. */
export interface ShownLicenseGroup extends LicenseGroupRow {
  /** 0 while the group is missing. */
  member_count: number;
  /** 1 = the group is gone from its source. */
  missing: number;
}

/** One page of the account's groups that give licenses, in the order of their ids, after the group `after`. */
export async function listLicenseGroups(tx: Tx, account: AccountRow, after: string, size: number): Promise<Page<ShownLicenseGroup>> {
  return toPage(await tx.all(selectLicenseGroups, { accountId: account.id, after, limit: size + 1 }), size, ({ group_id }) => group_id);
}

const selectLicenseGroups = statement<{ accountId: string; after: string; limit: number }, ShownLicenseGroup>(
  'selectLicenseGroups',
  (sql, param) =>
    shownLicenseGroups(sql, param('accountId')).where('l.group_id', '>', param('after')).orderBy('l.group_id').limit(param('limit')),
);

/** All of the account's groups that give licenses, by name. */
export async function listAllLicenseGroups(tx: Tx, account: AccountRow): Promise<LicenseGroupRow[]> {
  return tx.all(selectAllLicenseGroups, { accountId: account.id });
}

const selectAllLicenseGroups = statement<{ accountId: string }, LicenseGroupRow>('selectAllLicenseGroups', (sql, param) =>
  sql.selectFrom('license_groups').selectAll().where('account_id', '=', param('accountId')).orderBy('group_name').orderBy('source'),
);

/** Those of the account's groups that give licenses and have one of these ids, in the order of the ids. */
export async function findShownLicenseGroups(tx: Tx, account: AccountRow, groupIds: readonly string[]): Promise<ShownLicenseGroup[]> {
  if (groupIds.length === 0) return [];
  return tx.query(shownLicenseGroups(tx.sql, account.id).where('l.group_id', 'in', groupIds).orderBy('l.group_id'));
}

function shownLicenseGroups(sql: Kysely<Tables>, accountId: string | Expression<string>) {
  return sql
    .selectFrom('license_groups as l')
    .leftJoin('account_groups as g', (join) => join.onRef('g.account_id', '=', 'l.account_id').onRef('g.id', '=', 'l.group_id'))
    .selectAll('l')
    .select(({ fn, selectFrom, case: choose, lit }) => [
      fn
        .coalesce(
          selectFrom('account_group_members as m')
            .select((members) => members.fn.countAll<number>().as('count'))
            .whereRef('m.account_id', '=', 'l.account_id')
            .whereRef('m.group_id', '=', 'l.group_id'),
          lit(0),
        )
        .as('member_count'),
      choose().when('g.id', 'is', null).then(lit(1)).else(lit(0)).end().as('missing'),
    ])
    .where('l.account_id', '=', accountId);
}

/** Those of the account's groups that give licenses and have one of these names, spelled exactly. */
export async function findLicenseGroups(tx: Tx, account: AccountRow, names: readonly string[]): Promise<LicenseGroupRow[]> {
  if (names.length === 0) return [];
  return tx.query(tx.sql.selectFrom('license_groups').selectAll().where('account_id', '=', account.id).where('group_name', 'in', names));
}

/** From now on the members of the group get this license. Remembered by the group's id; a missing group of that name is forgotten. */
export async function saveLicenseGroup(
  tx: Tx,
  group: AccountGroupRow,
  license: LicenseGroupRow['license_type'],
  now: number,
): Promise<void> {
  const { account_id: accountId, id, source, name } = group;
  await tx.run(deleteLicenseGroupNamesake, { accountId, id, source, name });
  await tx.run(upsertLicenseGroup, { accountId, id, source, name, license, now });
}

const deleteLicenseGroupNamesake = statement<{ accountId: string; id: string; source: AccountGroupRow['source']; name: string }>(
  'deleteLicenseGroupNamesake',
  (sql, param) =>
    sql
      .deleteFrom('license_groups')
      .where('account_id', '=', param('accountId'))
      .where('source', '=', param('source'))
      .where('group_name', '=', param('name'))
      .where('group_id', '<>', param('id')),
);

const upsertLicenseGroup = statement<{
  accountId: string;
  id: string;
  source: AccountGroupRow['source'];
  name: string;
  license: LicenseGroupRow['license_type'];
  now: number;
}>('upsertLicenseGroup', (sql, param) =>
  sql
    .insertInto('license_groups')
    .values({
      account_id: param('accountId'),
      group_id: param('id'),
      source: param('source'),
      group_name: param('name'),
      license_type: param('license'),
      created_at: param('now'),
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'group_id']).doUpdateSet(({ ref }) => ({
        license_type: ref('excluded.license_type'),
        group_name: ref('excluded.group_name'),
      })),
    ),
);

/** How many of the account's groups give each license, missing groups included. */
export async function countGroupLicenses(
  tx: Tx,
  account: AccountRow,
): Promise<{ license: LicenseGroupRow['license_type']; count: number }[]> {
  return tx.all(selectGroupLicenseCounts, { accountId: account.id });
}

const selectGroupLicenseCounts = statement<{ accountId: string }, { license: LicenseGroupRow['license_type']; count: number }>(
  'selectGroupLicenseCounts',
  (sql, param) =>
    sql
      .selectFrom('license_groups')
      .select(({ fn }) => ['license_type as license', fn.countAll<number>().as('count')])
      .where('account_id', '=', param('accountId'))
      .groupBy('license_type')
      .orderBy('license_type'),
);

/** The groups give no licenses any more. */
export async function deleteLicenseGroups(tx: Tx, account: AccountRow, groupIds: readonly string[]): Promise<void> {
  if (groupIds.length === 0) return;
  await tx.query(tx.sql.deleteFrom('license_groups').where('account_id', '=', account.id).where('group_id', 'in', groupIds));
}
