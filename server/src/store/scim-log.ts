import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** What an identity provider sent and was answered. */
export type ScimLogRow = Tables['scim_log'];

export async function insertExchanges(tx: Tx, exchanges: readonly ScimLogRow[]): Promise<void> {
  await tx.runEach(insertExchange, exchanges);
}

const insertExchange = statement<ScimLogRow>('insertExchange', (sql, param) =>
  sql.insertInto('scim_log').values({
    account_id: param('account_id'),
    id: param('id'),
    api_key_id: param('api_key_id'),
    time: param('time'),
    method: param('method'),
    target: param('target'),
    status: param('status'),
    duration_ms: param('duration_ms'),
    request: param('request'),
    response: param('response'),
  }),
);

/** The newest exchanges of an account of whatever tenant, newest first: for the operator. */
export async function listExchanges(tx: Tx, accountId: string, limit: number): Promise<ScimLogRow[]> {
  return tx.all(selectExchanges, { accountId, limit });
}

const selectExchanges = statement<{ accountId: string; limit: number }, ScimLogRow>('selectExchanges', (sql, param) =>
  sql.selectFrom('scim_log').selectAll().where('account_id', '=', param('accountId')).orderBy('id', 'desc').limit(param('limit')),
);

/** Forgets at most `batch` exchanges from before `time`, of every tenant; answers how many. */
export async function forgetExchangesBefore(tx: Tx, time: number, batch: number): Promise<number> {
  return tx.run(deleteOldExchanges, { time, batch });
}

const deleteOldExchanges = statement<{ time: number; batch: number }>('deleteOldExchanges', (sql, param) =>
  sql
    .deleteFrom('scim_log')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('scim_log').select('id').where('time', '<', param('time')).orderBy('time').limit(param('batch')),
    ),
);
