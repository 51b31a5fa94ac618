import type { z } from 'zod';
import { invariant } from '../errors.ts';
import type { Directory, DirectorySyncStatus } from '../shapes/directory.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { Tx } from '../store/database.ts';
import { listConnections, type DirectoryConnectionRow } from '../store/directory-connections.ts';
import { findNewestRuns, type DirectoryRunRow } from '../store/directory-runs.ts';
import { listAuthorizations, type DirectoryRow } from '../store/directories.ts';

/** Runs in a row that failed, from which on a directory is not only impaired. */
const inoperableFrom = 5;

/** Directories as the wire shows them, in the order given. */
export async function toDirectories(tx: Tx, rows: readonly DirectoryRow[]): Promise<z.input<typeof Directory>[]> {
  const ids = rows.map(({ id }) => id);
  const authorizations = await listAuthorizations(tx, ids);
  const connections = new Map((await listConnections(tx, ids)).map((connection) => [connection.directory_id, connection]));
  const runs = await findNewestRuns(
    tx,
    [...connections.values()].map(({ account_id }) => account_id),
  );
  return rows.map(({ id, name }) => {
    const connection = connections.get(id);
    const run = connection && runs.get(connection.account_id);
    const accountIds = authorizations.get(id) ?? [];
    return {
      DirectoryId: id,
      Name: name,
      // What AWS calls a directory that it reaches on the customer's own domain controllers.
      Type: 'ADConnector',
      Stage: toStage(connection),
      Authorized: accountIds.length > 0,
      AuthorizedAccountIds: [...accountIds],
      ConnectedAccountId: connection?.account_id,
      SyncStatus: run && toSyncStatus(run),
    };
  });
}

/** One directory as the wire shows it. */
export async function toDirectory(tx: Tx, row: DirectoryRow): Promise<z.input<typeof Directory>> {
  const [directory] = await toDirectories(tx, [row]);
  invariant(directory, 'One row makes one directory.');
  return directory;
}

function toStage(connection: DirectoryConnectionRow | undefined): z.input<typeof Directory>['Stage'] {
  if (!connection || connection.failures === 0) return 'Active';
  return connection.failures < inoperableFrom ? 'Impaired' : 'Inoperable';
}

/** A synchronisation as the wire shows it. */
export function toSyncStatus(run: DirectoryRunRow): z.input<typeof DirectorySyncStatus> {
  return {
    State: run.state,
    StartedAt: run.started_at === null ? undefined : toTimestamp(run.started_at),
    FinishedAt: run.finished_at === null ? undefined : toTimestamp(run.finished_at),
    UsersSeen: run.users_seen,
    UsersAdded: run.users_added,
    UsersUpdated: run.users_updated,
    UsersSuspended: run.users_suspended,
    Message: run.message ?? undefined,
  };
}
