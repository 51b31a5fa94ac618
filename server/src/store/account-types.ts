import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { deleteOpenIdConfig } from './openid-configs.ts';

/** Changes how the account's users sign in and who manages them; needs the account locked. */
export async function setAccountType(tx: Tx, account: AccountRow, type: AccountRow['type']): Promise<void> {
  await tx.run(updateAccountType, { id: account.id, type });
}

/** Without a domain an account is a Team again, which has no identity provider: what it had configured is forgotten. Needs the account locked. */
export async function makeTeam(tx: Tx, account: AccountRow): Promise<void> {
  await setAccountType(tx, account, 'Team');
  await deleteOpenIdConfig(tx, account);
}

const updateAccountType = statement<{ id: string; type: AccountRow['type'] }>('updateAccountType', (sql, param) =>
  sql
    .updateTable('accounts')
    .set({ type: param('type') })
    .where('id', '=', param('id')),
);

/**
 * Like `lockAccount`, for what the installation does in an account whoever owns it, such as letting people join it by
 * their domain; undefined if the account is deleted.
 */
export async function lockAccountOfAnyTenant(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return tx.first(selectAnyAccountLocked, { id });
}

const selectAnyAccountLocked = statement<{ id: string }, AccountRow>('selectAnyAccountLocked', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('accounts').selectAll().where('id', '=', param('id')).where('deleted_at', 'is', null);
  return rowLocks ? query.forUpdate() : query;
});
