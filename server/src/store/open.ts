import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError, messageOf } from '../errors.ts';
import type { Database } from './database.ts';
import { openSqlite } from './sqlite.ts';
import { createVault, type Vault } from './vault.ts';

/** Where the data is and what opens it. */
export interface Location {
  readonly dataDir: string;
  /** undefined = the embedded database in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly databaseConnections: number;
  /** Comma-separated keys in hexadecimal; undefined = the key file in `dataDir`. */
  readonly secretKey?: string | undefined;
}

/** Opens the configured database, migrated, and checks that the key fits it. Throws OperatorError with the next step. */
export async function openDatabase(location: Location, random: (bytes: number) => Uint8Array): Promise<Database> {
  prepareFolder(location.dataDir);
  const vault = createVault(readKeys(location, random));
  const database = location.databaseUrl
    ? await openPostgres(location.databaseUrl, location, vault)
    : openSqlite({
        file: databaseFile(location),
        vault,
        beforeMigration: (backup, version) => backUp(location.dataDir, backup, version),
      });
  try {
    await checkKey(database, vault, location);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** The driver takes memory and time to load, so whoever uses the embedded database does without. */
async function openPostgres(url: string, { databaseConnections }: Location, vault: Vault): Promise<Database> {
  const postgres = await import('./postgres.ts');
  return postgres.openPostgres({ url, vault, connections: databaseConnections });
}

/** Where the embedded database is. */
export function databaseFile({ dataDir }: Pick<Location, 'dataDir'>): string {
  return join(dataDir, 'carillon.db');
}

/**
 * Holds the data folder for this process until it ends, however it ends: the lock is the operating system's.
 * Throws OperatorError if another server holds it.
 */
export function lockFolder(dataDir: string): { release(): void } {
  prepareFolder(dataDir);
  const lock = new DatabaseSync(join(dataDir, 'server.lock'));
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (cause) {
    lock.close();
    throw new OperatorError(
      `Another Carillon server is using the data folder ${dataDir}. Stop it, or give this one a folder of its own with CARILLON_DATA_DIR; to run several servers together, use PostgreSQL (DATABASE_URL).`,
      { cause },
    );
  }
  return { release: () => lock.close() };
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, '.writable');
    writeFileSync(probe, '');
  } catch (cause) {
    throw new OperatorError(
      `The data folder ${dataDir} cannot be used: ${messageOf(cause)}. Make it writable for this user, or choose another with CARILLON_DATA_DIR.`,
      { cause },
    );
  }
}

function readKeys({ dataDir, secretKey }: Location, random: (bytes: number) => Uint8Array): Uint8Array[] {
  if (secretKey !== undefined) return secretKey.split(',').map((hex) => Buffer.from(hex, 'hex'));
  const file = join(dataDir, 'secret.key');
  try {
    if (!existsSync(file)) {
      writeFileSync(file, `${Buffer.from(random(32)).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
      chmodSync(file, 0o600);
    }
    const keys = readFileSync(file, 'utf8')
      .trim()
      .split(/[\s,]+/);
    if (keys.every((key) => /^[0-9a-f]{64}$/i.test(key))) return keys.map((hex) => Buffer.from(hex, 'hex'));
  } catch (cause) {
    throw new OperatorError(`The key file ${file} cannot be used: ${messageOf(cause)}. It must be readable for this user.`, { cause });
  }
  throw new OperatorError(
    `The key file ${file} must hold one key of 64 hexadecimal digits per line. Restore it from your backup: without it, stored secrets cannot be read.`,
  );
}

function backUp(dataDir: string, backup: (file: string) => void, version: number): void {
  const folder = join(dataDir, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let copy = 1; ; copy++) {
    const file = join(folder, `before-migration-from-${version}${copy === 1 ? '' : `-${copy}`}.db`);
    if (!existsSync(file)) return backup(file);
  }
}

const canary = 'This database belongs to this key.';
const canaryPurpose = 'meta:key-check';

/** The first start seals a known sentence; a later one that cannot open it was given the wrong key. */
async function checkKey(database: Database, vault: Vault, { dataDir, secretKey }: Location): Promise<void> {
  const sealed = await database.write('', async (tx) => {
    await tx.query(
      tx.sql
        .insertInto('meta')
        .values({ key: 'key_check', value: vault.seal(canary, canaryPurpose) })
        .onConflict((conflict) => conflict.doNothing()),
    );
    return (await tx.query(tx.sql.selectFrom('meta').select('value').where('key', '=', 'key_check')))[0]?.value ?? '';
  });
  try {
    if (vault.open(sealed, canaryPurpose) === canary) return;
  } catch {
    // Told below, with the next step.
  }
  const source = secretKey === undefined ? join(dataDir, 'secret.key') : 'CARILLON_SECRET_KEY';
  throw new OperatorError(
    `The key of ${source} is not the one that sealed the secrets of this database. Give the server the key it was first started with.`,
  );
}
