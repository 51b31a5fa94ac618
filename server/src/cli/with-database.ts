import { existsSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { OperatorError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { databaseFile, openDatabase } from '../store/open.ts';
import type { Shell } from './command.ts';

/**
 * Runs a command on the configured database, which a server may be using at the same time. Throws OperatorError where
 * no server has ever been: a command in the wrong folder must not find an empty database in perfect order.
 */
export async function withDatabase(shell: Shell, settings: readonly string[], work: (database: Database) => Promise<void>): Promise<void> {
  const config = readConfig(settings, shell.environment);
  if (config.databaseUrl === undefined && !existsSync(databaseFile(config))) {
    throw new OperatorError(
      `There is no database in the data folder ${config.dataDir}. Name the server's folder with CARILLON_DATA_DIR, or start the server once.`,
    );
  }
  const database = await openDatabase(config, shell.machine.random);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
