import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

export type ApiKeyRow = Tables['api_keys'];

/** A key that works right now, with the AWS account that its account belongs to. */
export interface LiveApiKey extends ApiKeyRow {
  aws_account_id: string;
}

/**
 * The key with this SHA-256 (hex) of its secret, whichever tenant it is of: the secret alone says which account is meant.
 * undefined if there is none, if it has expired, or if its account is deleted. What is compared is a hash of what the
 * caller sent, so the time this takes tells nothing about the secrets that exist.
 */
export async function findLiveApiKey(tx: Tx, secretHash: string, now: number): Promise<LiveApiKey | undefined> {
  return tx.first(selectLiveApiKey, { secretHash, now });
}

const selectLiveApiKey = statement<{ secretHash: string; now: number }, LiveApiKey>('selectLiveApiKey', (sql, param) =>
  sql
    .selectFrom('api_keys as k')
    .innerJoin('accounts as a', 'a.id', 'k.account_id')
    .selectAll('k')
    .select('a.aws_account_id')
    .where('k.secret_hash', '=', param('secretHash'))
    .where('a.deleted_at', 'is', null)
    .where(({ eb, or }) => or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', param('now'))])),
);

/** One page of the account's keys, expired ones included, oldest first, after the key `after`. */
export async function listApiKeys(tx: Tx, account: AccountRow, after: string, size: number): Promise<Page<ApiKeyRow>> {
  return toPage(await tx.all(selectApiKeys, { accountId: account.id, after, limit: size + 1 }), size, ({ id }) => id);
}

const selectApiKeys = statement<{ accountId: string; after: string; limit: number }, ApiKeyRow>('selectApiKeys', (sql, param) =>
  sql
    .selectFrom('api_keys')
    .selectAll()
    .where('account_id', '=', param('accountId'))
    .where('id', '>', param('after'))
    .orderBy('id')
    .limit(param('limit')),
);

/** How many keys of the account work at the moment. */
export async function countLiveApiKeys(tx: Tx, account: AccountRow, now: number): Promise<number> {
  return (await tx.first(selectLiveApiKeyCount, { accountId: account.id, now }))?.count ?? 0;
}

const selectLiveApiKeyCount = statement<{ accountId: string; now: number }, { count: number }>('selectLiveApiKeyCount', (sql, param) =>
  sql
    .selectFrom('api_keys')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', param('accountId'))
    .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', param('now'))])),
);

export async function insertApiKey(tx: Tx, key: ApiKeyRow): Promise<void> {
  await tx.run(insertApiKeyRow, key);
}

const insertApiKeyRow = statement<ApiKeyRow>('insertApiKeyRow', (sql, param) =>
  sql.insertInto('api_keys').values({
    account_id: param('account_id'),
    id: param('id'),
    secret_hash: param('secret_hash'),
    prefix: param('prefix'),
    description: param('description'),
    created_by: param('created_by'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
    last_used_at: param('last_used_at'),
  }),
);

/** Answers false if the account has no such key. */
export async function deleteApiKey(tx: Tx, account: AccountRow, id: string): Promise<boolean> {
  return (await tx.run(deleteApiKeyRow, { accountId: account.id, id })) === 1;
}

const deleteApiKeyRow = statement<{ accountId: string; id: string }>('deleteApiKeyRow', (sql, param) =>
  sql.deleteFrom('api_keys').where('account_id', '=', param('accountId')).where('id', '=', param('id')),
);

/** Notes the last use of keys. An older use never replaces a newer one. */
export async function recordApiKeyUse(tx: Tx, uses: readonly { accountId: string; id: string; at: number }[]): Promise<void> {
  // One order for all processes, so that two batches never wait for each other's rows.
  for (const use of uses.toSorted((a, b) => (a.id < b.id ? -1 : 1))) await tx.run(updateApiKeyUse, use);
}

const updateApiKeyUse = statement<{ accountId: string; id: string; at: number }>('updateApiKeyUse', (sql, param) =>
  sql
    .updateTable('api_keys')
    .set({ last_used_at: param('at') })
    .where('account_id', '=', param('accountId'))
    .where('id', '=', param('id'))
    .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', param('at'))])),
);
