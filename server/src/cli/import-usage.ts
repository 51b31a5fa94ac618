import { readCsv } from '../imports/csv-records.ts';
import { readLines } from '../imports/lines.ts';
import { recordRows } from '../imports/record-rows.ts';
import { readUsageRows } from '../imports/usage-rows.ts';
import type { Command } from './command.ts';
import { withImport } from './import-arguments.ts';
import { importRows } from './import-rows.ts';

const usage =
  'import usage FILE --account ID [--dry-run] [--report FILE]   Bring weekly usage files (CSV) of Amazon Chime into the reports.';

/** Brings the meetings and messages of weekly usage files into an account's log. The same file again changes nothing. */
export const importUsage: Command = {
  name: 'import usage',
  usage,
  async run(shell, args) {
    await withImport(shell, args, usage, async (told) => {
      const rows = readUsageRows(readCsv(readLines(told.path)));
      await importRows(shell, { ...told, rows, carryOut: (batch) => recordRows({ ...told, ...shell.machine }, batch) });
    });
  },
};
