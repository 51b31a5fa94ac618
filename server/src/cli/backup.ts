import { chmodSync, existsSync } from 'node:fs';
import { OperatorError } from '../errors.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'backup FILE                        Copy the database to one file while the server runs.';

export const backup: Command = {
  name: 'backup',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const [file = ''] = positional;
    if (existsSync(file)) throw new OperatorError(`${file} exists. Name a new file, so that no earlier backup is overwritten.`);
    await withDatabase(shell, settings, (database) => database.backup(file));
    chmodSync(file, 0o600);
    shell.print(`The database is in ${file}. Keep a copy of secret.key too, in another place: the stored secrets open only with it.`);
  },
};
