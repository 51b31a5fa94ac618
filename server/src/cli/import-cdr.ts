import { readCallFiles } from '../imports/call-files.ts';
import { recordRows } from '../imports/record-rows.ts';
import type { Command } from './command.ts';
import { withImport } from './import-arguments.ts';
import { importRows } from './import-rows.ts';

const usage =
  'import cdr FILE|FOLDER --account ID [--dry-run] [--report FILE]   Bring call detail records (JSON) of Amazon Chime into the reports.';

/** Brings the calls of call detail records into an account's log. The same records again change nothing. */
export const importCdr: Command = {
  name: 'import cdr',
  usage,
  async run(shell, args) {
    await withImport(shell, args, usage, async (told) => {
      const rows = readCallFiles(told.path, told.accountId);
      await importRows(shell, { ...told, rows, carryOut: (batch) => recordRows({ ...told, ...shell.machine }, batch) });
    });
  },
};
