import { OperatorError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { listInstalledDirectories, type DirectoryRow } from '../store/directories.ts';
import { listConnections, type DirectoryConnectionRow } from '../store/directory-connections.ts';

/** The directory of this id, whosever it is. Throws OperatorError. */
export async function findInstalledDirectory(database: Database, id: string): Promise<DirectoryRow> {
  const [directory] = await database.read('', (tx) => listInstalledDirectories(tx, id));
  if (!directory) throw new OperatorError(`There is no directory ${id}. carillon directory list names those there are.`);
  return directory;
}

/** The connection of the directory of this id. Throws OperatorError if it is connected to no account. */
export async function findConnectionOf(database: Database, id: string): Promise<DirectoryConnectionRow> {
  const directory = await findInstalledDirectory(database, id);
  const [connection] = await database.read('', (tx) => listConnections(tx, [directory.id]));
  if (!connection) throw new OperatorError(`No account is connected to directory ${id}. Connect one with aws chime connect-directory.`);
  return connection;
}
