import type { AccountRow } from './accounts.ts';
import { toBatches } from './batches.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** A group that an account's directory or identity provider brings. Whoever writes one has the account locked. */
export type AccountGroupRow = Tables['account_groups'];

export type GroupSource = AccountGroupRow['source'];

/** The group, undefined if the account has none with this id. */
export async function findAccountGroup(tx: Tx, account: AccountRow, id: string): Promise<AccountGroupRow | undefined> {
  return tx.first(selectAccountGroup, { accountId: account.id, id });
}

const selectAccountGroup = statement<{ accountId: string; id: string }, AccountGroupRow>('selectAccountGroup', (sql, param) =>
  sql.selectFrom('account_groups').selectAll().where('account_id', '=', param('accountId')).where('id', '=', param('id')),
);

/** The source's group of this name, in any letter case: of two names that differ in nothing else there is only one. */
export async function findAccountGroupByName(
  tx: Tx,
  account: AccountRow,
  source: GroupSource,
  name: string,
): Promise<AccountGroupRow | undefined> {
  return tx.first(selectAccountGroupByName, { accountId: account.id, source, nameFolded: name.toLowerCase() });
}

const selectAccountGroupByName = statement<{ accountId: string; source: GroupSource; nameFolded: string }, AccountGroupRow>(
  'selectAccountGroupByName',
  (sql, param) =>
    sql
      .selectFrom('account_groups')
      .selectAll()
      .where('account_id', '=', param('accountId'))
      .where('source', '=', param('source'))
      .where('name_folded', '=', param('nameFolded')),
);

/** The source's group by what the source itself calls it. */
export async function findAccountGroupByExternalId(
  tx: Tx,
  account: AccountRow,
  source: GroupSource,
  externalId: string,
): Promise<AccountGroupRow | undefined> {
  return tx.first(selectAccountGroupByExternalId, { accountId: account.id, source, externalId });
}

const selectAccountGroupByExternalId = statement<{ accountId: string; source: GroupSource; externalId: string }, AccountGroupRow>(
  'selectAccountGroupByExternalId',
  (sql, param) =>
    sql
      .selectFrom('account_groups')
      .selectAll()
      .where('account_id', '=', param('accountId'))
      .where('source', '=', param('source'))
      .where('external_id', '=', param('externalId')),
);

/** A group without members yet. */
export interface NewAccountGroup {
  readonly id: string;
  readonly source: GroupSource;
  readonly name: string;
  readonly externalId: string | null;
  readonly now: number;
}

/** Answers the group; undefined if the source has a group of that name, in any letter case. */
export async function insertAccountGroup(tx: Tx, account: AccountRow, group: NewAccountGroup): Promise<AccountGroupRow | undefined> {
  const row: AccountGroupRow = {
    account_id: account.id,
    id: group.id,
    source: group.source,
    name: group.name,
    name_folded: group.name.toLowerCase(),
    external_id: group.externalId,
    version: 1,
    created_at: group.now,
    updated_at: group.now,
  };
  return (await tx.run(insertAccountGroupRow, row)) === 1 ? row : undefined;
}

const insertAccountGroupRow = statement<AccountGroupRow>('insertAccountGroupRow', (sql, param) =>
  sql
    .insertInto('account_groups')
    .values({
      account_id: param('account_id'),
      id: param('id'),
      source: param('source'),
      name: param('name'),
      name_folded: param('name_folded'),
      external_id: param('external_id'),
      version: param('version'),
      created_at: param('created_at'),
      updated_at: param('updated_at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/**
 * Gives the group another name or external id; the licenses of its members stay. Answers false, and changes nothing, if
 * another group of the source has that name in any letter case.
 */
export async function renameAccountGroup(
  tx: Tx,
  group: AccountGroupRow,
  { name, externalId }: { name: string; externalId: string | null },
): Promise<boolean> {
  const { account_id: accountId, id, source } = group;
  const other = await tx.first(selectAccountGroupByName, { accountId, source, nameFolded: name.toLowerCase() });
  if (other && other.id !== id) return false;
  await tx.run(updateAccountGroupName, { accountId, id, name, nameFolded: name.toLowerCase(), externalId });
  await tx.run(updateLicenseGroupName, { accountId, id, name });
  return true;
}

const updateAccountGroupName = statement<{ accountId: string; id: string; name: string; nameFolded: string; externalId: string | null }>(
  'updateAccountGroupName',
  (sql, param) =>
    sql
      .updateTable('account_groups')
      .set({ name: param('name'), name_folded: param('nameFolded'), external_id: param('externalId') })
      .where('account_id', '=', param('accountId'))
      .where('id', '=', param('id')),
);

const updateLicenseGroupName = statement<{ accountId: string; id: string; name: string }>('updateLicenseGroupName', (sql, param) =>
  sql
    .updateTable('license_groups')
    .set({ group_name: param('name') })
    .where('account_id', '=', param('accountId'))
    .where('group_id', '=', param('id')),
);

/**
 * Counts a change of the group, members included. Answers the new version; undefined if the group is gone, or if
 * `version` is given and the group has another one by now.
 */
export async function touchAccountGroup(tx: Tx, group: AccountGroupRow, now: number, version?: number): Promise<number | undefined> {
  const { account_id: accountId, id } = group;
  return (await tx.first(updateAccountGroupVersion, { accountId, id, now, expected: version ?? -1 }))?.version;
}

const updateAccountGroupVersion = statement<{ accountId: string; id: string; now: number; expected: number }, { version: number }>(
  'updateAccountGroupVersion',
  (sql, param) =>
    sql
      .updateTable('account_groups')
      .set(({ eb, lit }) => ({ version: eb('version', '+', lit(1)), updated_at: param('now') }))
      .where('account_id', '=', param('accountId'))
      .where('id', '=', param('id'))
      .where(({ eb, or, lit }) => or([eb(param('expected'), '=', lit(-1)), eb('version', '=', param('expected'))]))
      .returning('version'),
);

/** Deletes the groups and who belongs to them. The licenses they give stay on record, as those of a missing group. */
export async function deleteAccountGroups(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<void> {
  for (const batch of toBatches(ids)) {
    await tx.query(tx.sql.deleteFrom('account_group_members').where('account_id', '=', account.id).where('group_id', 'in', batch));
    await tx.query(tx.sql.deleteFrom('account_groups').where('account_id', '=', account.id).where('id', 'in', batch));
  }
}

/** The ids of the group's members, sorted. */
export async function listMemberIds(tx: Tx, account: AccountRow, groupId: string): Promise<string[]> {
  return (await tx.all(selectAccountGroupMembers, { accountId: account.id, groupId })).map(({ user_id }) => user_id);
}

const selectAccountGroupMembers = statement<{ accountId: string; groupId: string }, { user_id: string }>(
  'selectAccountGroupMembers',
  (sql, param) =>
    sql
      .selectFrom('account_group_members')
      .select('user_id')
      .where('account_id', '=', param('accountId'))
      .where('group_id', '=', param('groupId'))
      .orderBy('user_id'),
);

/** Adds users of the account to a group of it. Answers who was no member before; whoever is no user of the account is left out. */
export async function addGroupMembers(tx: Tx, account: AccountRow, groupId: string, userIds: readonly string[]): Promise<string[]> {
  const added: string[] = [];
  for (const batch of toBatches(userIds)) {
    const rows = await tx.query(
      tx.sql
        .insertInto('account_group_members')
        .columns(['account_id', 'group_id', 'user_id'])
        .expression(({ selectFrom, val }) =>
          selectFrom('users')
            .select(({ ref }) => [ref('account_id').as('account_id'), val(groupId).as('group_id'), ref('id').as('user_id')])
            .where('account_id', '=', account.id)
            .where('id', 'in', batch),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning('user_id'),
    );
    for (const { user_id } of rows) added.push(user_id);
  }
  return added;
}

/** Takes users out of a group. Answers who was a member. */
export async function removeGroupMembers(
  tx: Tx,
  account: AccountRow,
  groupId: string,
  userIds: readonly string[] | 'all',
): Promise<string[]> {
  const removed: string[] = [];
  const members = tx.sql.deleteFrom('account_group_members').where('account_id', '=', account.id).where('group_id', '=', groupId);
  const queries = userIds === 'all' ? [members] : toBatches(userIds).map((batch) => members.where('user_id', 'in', batch));
  for (const query of queries) {
    for (const { user_id } of await tx.query(query.returning('user_id'))) removed.push(user_id);
  }
  return removed;
}

/** Makes these users the group's members, and writes only what differs. */
export async function replaceGroupMembers(
  tx: Tx,
  account: AccountRow,
  groupId: string,
  userIds: readonly string[],
): Promise<{ added: string[]; removed: string[] }> {
  const wanted = new Set(userIds);
  const present = new Set(await listMemberIds(tx, account, groupId));
  const leaving = [...present].filter((id) => !wanted.has(id));
  const coming = [...wanted].filter((id) => !present.has(id));
  return {
    removed: await removeGroupMembers(tx, account, groupId, leaving),
    added: await addGroupMembers(tx, account, groupId, coming),
  };
}

/** Takes the users out of every group of the account; a group that loses one has changed. */
export async function removeFromAllGroups(tx: Tx, account: AccountRow, userIds: readonly string[], now: number): Promise<void> {
  for (const batch of toBatches(userIds)) {
    const left = await tx.query(
      tx.sql.deleteFrom('account_group_members').where('account_id', '=', account.id).where('user_id', 'in', batch).returning('group_id'),
    );
    for (const groupIds of toBatches(left.map(({ group_id }) => group_id))) {
      await tx.query(
        tx.sql
          .updateTable('account_groups')
          .set(({ eb, lit }) => ({ version: eb('version', '+', lit(1)), updated_at: now }))
          .where('account_id', '=', account.id)
          .where('id', 'in', groupIds),
      );
    }
  }
}
