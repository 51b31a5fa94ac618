import type { Expression, Kysely } from 'kysely';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/**
 * The account, if its owner shares it with the tenant; the owner is noted as concerned by what is done with it. Every
 * call asks anew: the end of a delegation counts from the next request on, in every process.
 */
export async function findSharedAccount(tx: Tx, id: string): Promise<Tables['accounts'] | undefined> {
  const account = await tx.first(selectSharedAccount, { awsAccountId: tx.awsAccountId, id });
  if (account) tx.concerned.add(account.aws_account_id);
  return account;
}

const selectSharedAccount = statement<{ awsAccountId: string; id: string }, Tables['accounts']>('selectSharedAccount', (sql, param) =>
  sharedAccountOf(sql, param('awsAccountId'), param('id')),
);

/** Like `findSharedAccount`, and holds the account until the transaction ends, and with it the delegation. */
export async function lockSharedAccount(tx: Tx, id: string): Promise<Tables['accounts'] | undefined> {
  if (tx.capabilities.rowLocks && !(await tx.first(selectSharedAccountLocked, { awsAccountId: tx.awsAccountId, id }))) return undefined;
  // Whoever ends a delegation holds the account: what was true before the wait for it need not be so any more.
  return findSharedAccount(tx, id);
}

const selectSharedAccountLocked = statement<{ awsAccountId: string; id: string }, Tables['accounts']>(
  'selectSharedAccountLocked',
  (sql, param) => sharedAccountOf(sql, param('awsAccountId'), param('id')).forUpdate(),
);

function sharedAccountOf(sql: Kysely<Tables>, awsAccountId: Expression<string>, id: Expression<string>) {
  return sql
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where('id', 'in', idsOfSharedAccounts(sql, awsAccountId).where('account_id', '=', id));
}

/** The ids of the accounts that are shared with an AWS account, as a part of a query. */
export function idsOfSharedAccounts(sql: Kysely<Tables>, awsAccountId: string | Expression<string>) {
  return sql
    .selectFrom('delegates')
    .select('account_id')
    .where('delegate_aws_account_id', '=', awsAccountId)
    .where('state', '=', 'Accepted');
}
