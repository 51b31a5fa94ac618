import { OperatorError } from '../errors.ts';
import { insertRun } from '../store/directory-runs.ts';
import type { Command } from './command.ts';
import { findConnectionOf } from './directory-of.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'directory sync ID                  Read all of a connected directory now.';

/** Queues a full synchronisation; a server carries it out within seconds. */
export const directorySync: Command = {
  name: 'directory sync',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const { now, newId } = shell.machine;
    await withDatabase(shell, settings, async (database) => {
      const { aws_account_id, account_id, directory_id } = await findConnectionOf(database, positional[0] ?? '');
      const run = { id: newId(), aws_account_id, account_id, directory_id, kind: 'full', requested_at: now() } as const;
      if (!(await database.write('', (tx) => insertRun(tx, run)))) {
        throw new OperatorError('A synchronisation of this directory is under way or awaits approval: carillon directory list shows it.');
      }
      shell.print(`Queued. A running server takes it up within seconds; carillon directory list shows how far it is.`);
    });
  },
};
