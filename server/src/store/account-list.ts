import type { Expression, Kysely } from 'kysely';
import { foldName, type AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import { afterPrefix } from './prefix.ts';
import type { Tables } from './schema.ts';
import { idsOfSharedAccounts } from './shared-accounts.ts';

/** What narrows a listing of accounts. */
export interface AccountFilter {
  /** Beginning of the name, in any letter case. */
  readonly name?: string | undefined;
  /** Any address of a person whom the account holds, invited ones included. */
  readonly userEmail?: string | undefined;
}

/** One page of the accounts that the tenant has or manages as a delegate, oldest first (to the millisecond: in the order of their ids), after the account `after`. */
export async function listAccounts(tx: Tx, filter: AccountFilter, after: string, size: number): Promise<Page<AccountRow>> {
  const { awsAccountId } = tx;
  const limit = size + 1;
  const unfiltered = filter.name === undefined && filter.userEmail === undefined;
  // Two lists put together, each in the order of its own index: one query for both would sort all accounts for every page.
  const [own, shared] = unfiltered
    ? await Promise.all([
        tx.all(selectAccounts, { awsAccountId, after, limit }),
        tx.all(selectSharedAccounts, { awsAccountId, after, limit }),
      ])
    : await Promise.all([
        tx.query(narrow(tx.sql, accountsAfter(tx.sql, awsAccountId, after, limit), filter)),
        tx.query(narrow(tx.sql, sharedAccountsAfter(tx.sql, awsAccountId, after, limit), filter)),
      ]);
  const found = shared.length === 0 ? own : [...own, ...shared].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return toPage(found, size, (account) => account.id);
}

const selectAccounts = statement<{ awsAccountId: string; after: string; limit: number }, AccountRow>('selectAccounts', (sql, param) =>
  accountsAfter(sql, param('awsAccountId'), param('after'), param('limit')),
);

const selectSharedAccounts = statement<{ awsAccountId: string; after: string; limit: number }, AccountRow>(
  'selectSharedAccounts',
  (sql, param) => sharedAccountsAfter(sql, param('awsAccountId'), param('after'), param('limit')),
);

type Given<Value> = Value | Expression<Value>;

function accountsAfter(sql: Kysely<Tables>, awsAccountId: Given<string>, after: Given<string>, limit: Given<number>) {
  return allAfter(sql, after, limit).where('aws_account_id', '=', awsAccountId);
}

function sharedAccountsAfter(sql: Kysely<Tables>, awsAccountId: Given<string>, after: Given<string>, limit: Given<number>) {
  return allAfter(sql, after, limit).where('id', 'in', idsOfSharedAccounts(sql, awsAccountId));
}

function allAfter(sql: Kysely<Tables>, after: Given<string>, limit: Given<number>) {
  return sql.selectFrom('accounts').selectAll().where('id', '>', after).where('deleted_at', 'is', null).orderBy('id').limit(limit);
}

function narrow(sql: Kysely<Tables>, query: ReturnType<typeof allAfter>, { name, userEmail }: AccountFilter) {
  let narrowed = query;
  if (name !== undefined) {
    const prefix = foldName(name);
    narrowed = narrowed.where('name_folded', '>=', prefix).where('name_folded', '<', afterPrefix(prefix));
  }
  if (userEmail !== undefined) {
    narrowed = narrowed.where('id', 'in', holdersOf(sql, userEmail.toLowerCase()));
  }
  return narrowed;
}

/** Accounts that hold the address; who was released with a domain is held no more. */
function holdersOf(sql: Kysely<Tables>, email: string) {
  return sql
    .selectFrom('users')
    .select('account_id')
    .where('primary_email', '=', email)
    .where('registration_status', '<>', 'Released')
    .union(sql.selectFrom('user_addresses').select('account_id').where('email', '=', email));
}
