import { OperatorError } from '../errors.ts';
import { approveRun, findOpenRun } from '../store/directory-runs.ts';
import type { Command } from './command.ts';
import { findConnectionOf } from './directory-of.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'directory approve ID               Let a synchronisation suspend as many users as it asks to.';

/** Approves what a synchronisation asks for, and no more: if it would suspend more users by then, it asks again. */
export const directoryApprove: Command = {
  name: 'directory approve',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    await withDatabase(shell, settings, async (database) => {
      const { account_id } = await findConnectionOf(database, positional[0] ?? '');
      const approved = await database.write('', async (tx) => {
        const run = await findOpenRun(tx, account_id);
        return run && approveRun(tx, run.id);
      });
      if (approved === undefined)
        throw new OperatorError('No synchronisation of this directory awaits approval: carillon directory list shows its newest ones.');
      shell.print(`Approved: up to ${approved} users of account ${account_id} will be suspended, within seconds if a server is running.`);
    });
  },
};
