import { makeTeam, setAccountType } from './account-types.ts';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { listHeldDomains } from './domains.ts';
import { closeRunsOf } from './directory-runs.ts';
import type { DirectoryRow } from './directories.ts';
import type { Tables } from './schema.ts';
import { endSessionsOfAccount } from './sessions.ts';

/** An account that gets its users from a directory. */
export type DirectoryConnectionRow = Tables['directory_connections'];

/** The account's connection, undefined if it has none. */
export async function findConnection(tx: Tx, accountId: string): Promise<DirectoryConnectionRow | undefined> {
  return tx.first(selectConnection, { accountId });
}

const selectConnection = statement<{ accountId: string }, DirectoryConnectionRow>('selectDirectoryConnection', (sql, param) =>
  sql.selectFrom('directory_connections').selectAll().where('account_id', '=', param('accountId')),
);

/** The connections of these directories, in no order. */
export async function listConnections(tx: Tx, directoryIds: readonly string[]): Promise<DirectoryConnectionRow[]> {
  if (directoryIds.length === 0) return [];
  return tx.query(tx.sql.selectFrom('directory_connections').selectAll().where('directory_id', 'in', directoryIds));
}

/** The connections whose next synchronisation is due and that have no run yet, the longest due first. */
export async function listDueConnections(tx: Tx, now: number, limit: number): Promise<DirectoryConnectionRow[]> {
  return tx.all(selectDueConnections, { now, limit });
}

const selectDueConnections = statement<{ now: number; limit: number }, DirectoryConnectionRow>(
  'selectDueDirectoryConnections',
  (sql, param) =>
    sql
      .selectFrom('directory_connections')
      .selectAll()
      .where('next_sync_at', '<=', param('now'))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('directory_runs')
              .select('directory_runs.id')
              .whereRef('directory_runs.account_id', '=', 'directory_connections.account_id')
              .where('directory_runs.finished_at', 'is', null),
          ),
        ),
      )
      .orderBy('next_sync_at')
      .limit(param('limit')),
);

/**
 * Connects the account: it becomes EnterpriseDirectory, and the first synchronisation is due at once. Both are locked by
 * the caller, who has seen that neither is connected. The sessions that another login began go on until they expire.
 */
export async function connectDirectory(tx: Tx, directory: DirectoryRow, account: AccountRow, now: number): Promise<DirectoryConnectionRow> {
  const connection: DirectoryConnectionRow = {
    account_id: account.id,
    directory_id: directory.id,
    aws_account_id: account.aws_account_id,
    connected_at: now,
    change_cursor: null,
    full_sync_at: null,
    next_sync_at: now,
    failures: 0,
  };
  await tx.run(insertConnection, connection);
  await setAccountType(tx, account, 'EnterpriseDirectory');
  return connection;
}

const insertConnection = statement<DirectoryConnectionRow>('insertDirectoryConnection', (sql, param) =>
  sql.insertInto('directory_connections').values({
    account_id: param('account_id'),
    directory_id: param('directory_id'),
    aws_account_id: param('aws_account_id'),
    connected_at: param('connected_at'),
    change_cursor: param('change_cursor'),
    full_sync_at: param('full_sync_at'),
    next_sync_at: param('next_sync_at'),
    failures: param('failures'),
  }),
);

/**
 * Ends the connection: sessions begun with it end, and so does a run under way; users keep profile, license and state, and
 * Carillon decides on them from now on. The account becomes EnterpriseLWA, or Team if it has lost its domains meanwhile.
 * Groups stay on record, so that a directory that comes back finds their licenses. The account is locked by the caller.
 * Answers false if it was not connected.
 */
export async function disconnectDirectory(tx: Tx, account: AccountRow, now: number): Promise<boolean> {
  if ((await tx.run(deleteConnection, { accountId: account.id })) === 0) return false;
  await closeRunsOf(tx, account.id, now);
  await tx.query(tx.sql.deleteFrom('directory_users').where('account_id', '=', account.id));
  await tx.query(
    tx.sql
      .updateTable('users')
      .set({ managed_by: 'carillon', source_active: 1 })
      .where('account_id', '=', account.id)
      .where('managed_by', '=', 'directory'),
  );
  await endSessionsOfAccount(tx, account.id, 'directory');
  if ((await listHeldDomains(tx, account)).length > 0) await setAccountType(tx, account, 'EnterpriseLWA');
  else await makeTeam(tx, account);
  return true;
}

const deleteConnection = statement<{ accountId: string }>('deleteDirectoryConnection', (sql, param) =>
  sql.deleteFrom('directory_connections').where('account_id', '=', param('accountId')),
);

/** Plans the next synchronisation. @param change_cursor null = everything will be read */
export async function scheduleSync(
  tx: Tx,
  schedule: Pick<DirectoryConnectionRow, 'account_id' | 'change_cursor' | 'full_sync_at' | 'next_sync_at' | 'failures'>,
): Promise<void> {
  await tx.run(updateSchedule, schedule);
}

const updateSchedule = statement<
  Pick<DirectoryConnectionRow, 'account_id' | 'change_cursor' | 'full_sync_at' | 'next_sync_at' | 'failures'>
>('updateDirectorySchedule', (sql, param) =>
  sql
    .updateTable('directory_connections')
    .set({
      change_cursor: param('change_cursor'),
      full_sync_at: param('full_sync_at'),
      next_sync_at: param('next_sync_at'),
      failures: param('failures'),
    })
    .where('account_id', '=', param('account_id')),
);
