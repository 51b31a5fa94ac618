import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open.ts';
import { createDatabase } from './postgres.ts';

/** The database on the test run's PostgreSQL server that is migrated once, and of which each test's is a copy. */
const migrated = 'migrated';

/** An empty, migrated database of the engine under test, in a folder of its own. */
export interface TestDatabase {
  readonly database: Database;
  readonly dataDir: string;
  /** The connection string on PostgreSQL, undefined on SQLite. */
  readonly databaseUrl: string | undefined;
  /** Another handle on the same data, as another process has it; the caller closes it. */
  openAgain(): Promise<Database>;
  /** Closes it and removes the folder. */
  remove(): Promise<void>;
}

/** Migrates what `createTestDatabase` copies. @param server the PostgreSQL server's own database */
export async function migrateOnce(server: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carillon-test-'));
  const databaseUrl = await createDatabase(server, migrated);
  const database = await openDatabase({ dataDir, databaseUrl, databaseConnections: 1, secretKey: undefined }, randomBytes);
  // Each copy has a key of its own.
  await database.write('', (tx) => tx.query(tx.sql.deleteFrom('meta').where('key', '=', 'key_check')));
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carillon-test-'));
  const server = process.env['CARILLON_TEST_POSTGRES_URL'];
  const databaseUrl = server === undefined ? undefined : await createDatabase(server, `test_${randomBytes(8).toString('hex')}`, migrated);
  const openAgain = (): Promise<Database> =>
    openDatabase({ dataDir, databaseUrl, databaseConnections: 4, secretKey: undefined }, randomBytes);
  const database = await openAgain();
  return {
    database,
    dataDir,
    databaseUrl,
    openAgain,
    async remove() {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
