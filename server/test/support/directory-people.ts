import { findAccountGroupByName } from '../../src/store/account-groups.ts';
import { lockAccount } from '../../src/store/accounts.ts';
import { saveLicenseGroup } from '../../src/store/license-groups.ts';
import { applyLicenseRule } from '../../src/store/license-rule.ts';
import type { UserRow } from '../../src/store/users.ts';
import { present } from './members.ts';
import { acme, type World } from './world.ts';

/** The account's users by address. */
export async function usersOf({ database }: World, accountId: string): Promise<Map<string, UserRow>> {
  const rows = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('users').selectAll().where('account_id', '=', accountId).orderBy('primary_email')),
  );
  return new Map(rows.map((row) => [row.primary_email, row]));
}

/** The ids of the members of the account's groups, by the groups' names. */
export async function membersOf({ database }: World, accountId: string): Promise<Map<string, Set<string>>> {
  const rows = await database.read('', (tx) =>
    tx.query(
      tx.sql
        .selectFrom('account_groups as g')
        .leftJoin('account_group_members as m', (join) => join.onRef('m.account_id', '=', 'g.account_id').onRef('m.group_id', '=', 'g.id'))
        .select(['g.name', 'm.user_id'])
        .where('g.account_id', '=', accountId),
    ),
  );
  const members = new Map<string, Set<string>>();
  for (const { name, user_id } of rows) {
    const ids = members.get(name) ?? new Set();
    if (user_id !== null) ids.add(user_id);
    members.set(name, ids);
  }
  return members;
}

/** Gives a group's members a license, as AddOrUpdateGroups does. */
export async function giveLicense({ database, clock }: World, accountId: string, name: string, license: 'Pro' | 'Basic'): Promise<void> {
  await database.write(acme, async (tx) => {
    const account = await lockAccount(tx, accountId);
    const group = present(await findAccountGroupByName(tx, account, 'directory', name));
    await saveLicenseGroup(tx, group, license, clock.now());
    await applyLicenseRule(tx, account, 'all');
  });
}
