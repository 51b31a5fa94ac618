import { readConfig } from '../config.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open.ts';
import type { Shell } from './command.ts';

/** Runs a command on the configured database, which a server may be using at the same time. */
export async function withDatabase(shell: Shell, settings: readonly string[], work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(readConfig(settings, shell.environment), shell.machine.random);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
