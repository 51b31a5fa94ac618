import { readCsv } from '../imports/csv-records.ts';
import { inviteRows } from '../imports/invite-rows.ts';
import { readLines } from '../imports/lines.ts';
import { readUserRows } from '../imports/user-rows.ts';
import type { Command } from './command.ts';
import { withImport } from './import-arguments.ts';
import { importRows } from './import-rows.ts';

const usage = 'import users FILE --account ID [--dry-run] [--report FILE]   Invite a list of people (lines or CSV) to a Team account.';

/** Invites everybody on a list who is neither a user nor invited yet. */
export const importUsers: Command = {
  name: 'import users',
  usage,
  async run(shell, args) {
    await withImport(shell, args, usage, async (told) => {
      const rows = readUserRows(readCsv(readLines(told.path)));
      await importRows(shell, { ...told, rows, carryOut: (batch) => inviteRows({ ...told, ...shell.machine }, batch) });
    });
  },
};
