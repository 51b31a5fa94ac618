import { OperatorError } from '../errors.ts';
import { listConnections } from '../store/directory-connections.ts';
import { deleteDirectory, lockDirectory } from '../store/directories.ts';
import type { Command } from './command.ts';
import { findInstalledDirectory } from './directory-of.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'directory remove ID                Forget a directory that no account is connected to.';

/** Removes a directory, its password and the authorizations to use it. */
export const directoryRemove: Command = {
  name: 'directory remove',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    await withDatabase(shell, settings, async (database) => {
      const { id, name, aws_account_id } = await findInstalledDirectory(database, positional[0] ?? '');
      await database.write(aws_account_id, async (tx) => {
        const directory = await lockDirectory(tx, id);
        const [connection] = await listConnections(tx, [id]);
        if (connection) {
          throw new OperatorError(
            `Account ${connection.account_id} is connected to directory ${id}. Disconnect it first: aws chime disconnect-directory --account-id ${connection.account_id}`,
          );
        }
        await deleteDirectory(tx, directory);
      });
      shell.print(`Directory ${id} (${name}) is forgotten.`);
    });
  },
};
