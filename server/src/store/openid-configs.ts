import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import type { Vault } from './vault.ts';

export type OpenIdConfigRow = Tables['openid_configs'];

/** How the account's users sign in with their identity provider, if it was ever told. */
export async function findOpenIdConfig(tx: Tx, accountId: string): Promise<OpenIdConfigRow | undefined> {
  return tx.first(selectOpenIdConfig, { accountId });
}

const selectOpenIdConfig = statement<{ accountId: string }, OpenIdConfigRow>('selectOpenIdConfig', (sql, param) =>
  sql.selectFrom('openid_configs').selectAll().where('account_id', '=', param('accountId')),
);

/** The accounts, of whatever tenant, whose users sign in with this identity provider, in the order of their ids, at most `limit`. */
export async function listAccountsOfIssuer(tx: Tx, issuer: string, limit: number): Promise<AccountRow[]> {
  return tx.all(selectAccountsOfIssuer, { issuer, limit });
}

const selectAccountsOfIssuer = statement<{ issuer: string; limit: number }, AccountRow>('selectAccountsOfIssuer', (sql, param) =>
  sql
    .selectFrom('openid_configs')
    .innerJoin('accounts', 'accounts.id', 'openid_configs.account_id')
    .selectAll('accounts')
    .where('openid_configs.issuer', '=', param('issuer'))
    .where('accounts.type', '=', 'EnterpriseOIDC')
    .where('accounts.deleted_at', 'is', null)
    .orderBy('accounts.id')
    .limit(param('limit')),
);

/** Stores how the account's users sign in from now on; the account is locked by the caller. */
export async function putOpenIdConfig(tx: Tx, config: OpenIdConfigRow): Promise<void> {
  await tx.run(upsertOpenIdConfig, config);
}

const upsertOpenIdConfig = statement<OpenIdConfigRow>('upsertOpenIdConfig', (sql, param) => {
  const values = {
    issuer: param('issuer'),
    client_id: param('client_id'),
    client_secret_sealed: param('client_secret_sealed'),
    scopes: param('scopes'),
    revision: param('revision'),
    updated_at: param('updated_at'),
  };
  return sql
    .insertInto('openid_configs')
    .values({ account_id: param('account_id'), ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values));
});

/** Forgets the configuration and its secret; answers whether there was one. The account is locked by the caller. */
export async function deleteOpenIdConfig(tx: Tx, account: AccountRow): Promise<boolean> {
  return (await tx.run(deleteOpenIdConfigRow, { accountId: account.id })) > 0;
}

const deleteOpenIdConfigRow = statement<{ accountId: string }>('deleteOpenIdConfigRow', (sql, param) =>
  sql.deleteFrom('openid_configs').where('account_id', '=', param('accountId')),
);

/** Seals the secret for its place in one account's configuration. */
export function sealClientSecret(vault: Vault, accountId: string, secret: string): string {
  return vault.seal(secret, sealPurpose(accountId));
}

/** The secret, for the identity provider only. */
export function openClientSecret(vault: Vault, config: OpenIdConfigRow): string {
  return vault.open(config.client_secret_sealed, sealPurpose(config.account_id));
}

function sealPurpose(accountId: string): string {
  return `openid-client-secret:${accountId}`;
}
