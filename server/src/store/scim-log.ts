import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
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

/** Which exchanges of an account are wanted; undefined = whichever. */
export interface WantedExchanges {
  readonly outcome: 'Changed' | 'Failed' | undefined;
  readonly subject: 'Users' | 'Groups' | undefined;
  readonly apiKeyId: string | undefined;
}

/** The account's exchanges, newest first, after the one with the id `before` ('' = from the newest). */
export async function listAccountExchanges(
  tx: Tx,
  account: AccountRow,
  { outcome, subject, apiKeyId }: WantedExchanges,
  before: string,
  size: number,
): Promise<Page<ScimLogRow>> {
  const found = await tx.query(
    tx.sql
      .selectFrom('scim_log')
      .selectAll()
      .where('account_id', '=', account.id)
      .$if(before !== '', (query) => query.where('id', '<', before))
      .$if(outcome === 'Failed', (query) => query.where('status', '>=', 400))
      .$if(outcome === 'Changed', (query) => query.where('status', '<', 400).where('method', 'in', writing))
      .$if(outcome === 'Changed', (query) => query.where('target', 'not like', '%/.search%'))
      .$if(subject !== undefined, (query) => query.where('target', 'like', `/${subject}%`))
      .$if(apiKeyId !== undefined, (query) => query.where('api_key_id', '=', apiKeyId ?? ''))
      .orderBy('id', 'desc')
      .limit(size + 1),
  );
  return toPage(found, size, ({ id }) => id);
}

const writing = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

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
