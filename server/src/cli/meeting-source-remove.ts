import { OperatorError } from '../errors.ts';
import { removeMeetingSource } from '../store/meeting-sources.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'meeting source remove ID           Take no more events from a source; what it reported stays.';

/** The source's secret is gone with it; its name stays beside the events it reported. */
export const meetingSourceRemove: Command = {
  name: 'meeting source remove',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const [id = ''] = positional;
    await withDatabase(shell, settings, async (database) => {
      if (!(await database.write('', (tx) => removeMeetingSource(tx, id, shell.machine.now())))) {
        throw new OperatorError(`There is no source ${id}. carillon meeting source list names those there are.`);
      }
      shell.print(`Source ${id} is removed. What it reported stays in the reports.`);
    });
  },
};
