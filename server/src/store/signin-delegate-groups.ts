import { invariant } from '../errors.ts';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';

/** The groups whose members may sign in for others. */
export function signinDelegateGroups(account: AccountRow): string[] {
  const stored: unknown = JSON.parse(account.signin_delegate_groups);
  invariant(Array.isArray(stored) && stored.every((name) => typeof name === 'string'), 'Only lists of names are ever stored.');
  return stored;
}

/** Needs the account locked. */
export async function setSigninDelegateGroups(tx: Tx, account: AccountRow, names: readonly string[]): Promise<void> {
  await tx.run(updateSigninDelegateGroups, { awsAccountId: account.aws_account_id, id: account.id, names: JSON.stringify(names) });
}

const updateSigninDelegateGroups = statement<{ awsAccountId: string; id: string; names: string }>(
  'updateSigninDelegateGroups',
  (sql, param) =>
    sql
      .updateTable('accounts')
      .set({ signin_delegate_groups: param('names') })
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id')),
);
