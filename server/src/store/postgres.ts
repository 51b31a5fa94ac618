import type { Compilable } from 'kysely';
import { DatabaseError, Pool, types, type PoolClient } from 'pg';
import { invariant, OperatorError, ServiceUnavailableException, messageOf } from '../errors.ts';
import { createBuilder, createCompiler } from './compile.ts';
import { transactionAttemptsMax, type Database, type Statement, type Tx } from './database.ts';
import { planMigration } from './migrate.ts';
import type { Result, Shapes } from './postgres-batch.ts';
import { createLanes, isAway, lineOf, unreachable, type Line } from './postgres-lines.ts';
import { createSnapshots } from './postgres-snapshot.ts';
import type { Vault } from './vault.ts';

const capabilities = { rowLocks: true, batchesRows: true, writesJson: true } as const;
const connectTimeoutMs = 10_000;
const statementTimeoutMs = 30_000;
/** The advisory name of the row that guards migrations; a lock row, because not every PostgreSQL-compatible engine has advisory locks. */
const migrationLock = 'carillon_migration_lock';

/** SQLSTATEs after which the whole transaction may simply run again. */
const retryable = new Set(['40001', '40P01']);
/** SQLSTATEs of a table that another process creates at this very moment, which `if not exists` does not see. */
const createdMeanwhile = new Set(['23505', '42P07', '42710']);

/** @param connections how many connections this process keeps at most. */
export interface PostgresOptions {
  readonly url: string;
  readonly vault: Vault;
  readonly connections: number;
}

/**
 * Connects to PostgreSQL (or what speaks it) and migrates it. Statements are named, so that the server plans each
 * once per connection. Throws OperatorError when the database cannot be reached or is newer than this program.
 */
export async function openPostgres({ url, vault, connections }: PostgresOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'carillon',
    types: { getTypeParser: (oid, format): unknown => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  // A connection that breaks, idle or between two statements, fails its next use; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  try {
    await migrate(pool);
  } catch (cause) {
    await pool.end();
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(
      `The database of DATABASE_URL cannot be used: ${describe(cause)}. Check the address, the name and the password, and that the server runs.`,
      { cause },
    );
  }
  return database(pool, vault);
}

async function database(pool: Pool, vault: Vault): Promise<Database> {
  const sql = createBuilder('postgres');
  const prepare = createCompiler(sql, capabilities);
  const shapes: Shapes = new Map();
  const reads = createLanes(pool, shapes);
  const transaction = (line: Line, awsAccountId: string): Tx => {
    const execute = <P extends object, Row>(statement: Statement<P, Row>, params: P): Promise<Result> => {
      const { name, text, bind } = prepare(statement);
      return line.execute(name, text, bind(params));
    };
    return {
      awsAccountId,
      concerned: new Set(),
      capabilities,
      vault,
      sql,
      // The rows' type is what Kysely derived from the schema for this very query.
      query: async <Row>(query: Compilable<Row>) => {
        const { sql: text, parameters } = query.compile();
        return (await line.query(text, [...parameters])) as Row[];
      },
      all: async <P extends object, Row>(statement: Statement<P, Row>, params: P) => (await execute(statement, params)).rows as Row[],
      first: async <P extends object, Row>(statement: Statement<P, Row>, params: P) =>
        (await execute(statement, params)).rows[0] as Row | undefined,
      run: async (statement, params) => (await execute(statement, params)).count,
      runEach: async (statement, items) => {
        await Promise.all(items.map((params) => execute(statement, params)));
      },
    };
  };
  const inTransaction = createTransactions(pool, (client, awsAccountId) => transaction(lineOf(client, shapes), awsAccountId));
  const write: Database['write'] = (awsAccountId, work) => inTransaction(awsAccountId, work, 'commit');
  return {
    engine: 'postgres',
    capabilities,
    vault,
    read: (awsAccountId, work) => work(transaction(reads, awsAccountId)),
    dataVersion: await createSnapshots(pool, reads),
    takesChanges: () => true,
    write,
    writeLazily: (awsAccountId, work) => inTransaction(awsAccountId, work, 'commit', 'begin; set local synchronous_commit = off'),
    // The server keeps in memory what its operator gave it room for.
    writeStep: write,
    rehearse: (awsAccountId, work) => inTransaction(awsAccountId, work, 'rollback'),
    async backup() {
      throw new OperatorError('On PostgreSQL, back up with pg_dump or with the tools of your database service.');
    },
    close: () => pool.end(),
  };
}

/** Runs work in transactions of their own, again and again while the engine aborts them in favour of others. */
function createTransactions(pool: Pool, begun: (client: PoolClient, awsAccountId: string) => Tx) {
  return async <Value>(
    awsAccountId: string,
    work: (tx: Tx) => Promise<Value>,
    end: 'commit' | 'rollback',
    begin = 'begin',
  ): Promise<Value> => {
    for (let attempt = 1; ; attempt++) {
      const client = await connected(pool);
      let broken: Error | undefined;
      let ending = false;
      try {
        await client.query(begin);
        const value = await work(begun(client, awsAccountId));
        ending = true;
        await client.query(end);
        return value;
      } catch (error) {
        broken = await rollBack(client);
        if (isRetryable(error) && attempt < transactionAttemptsMax) continue;
        throw ending && isAway(error) ? outcomeUnknown(error) : error;
      } finally {
        client.release(broken);
      }
    }
  };
}

async function connected(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw unreachable(error);
  }
}

function outcomeUnknown(cause: unknown): ServiceUnavailableException {
  return new ServiceUnavailableException(
    'The connection to the database broke while the change was being stored. It may or may not have been; look before you try again.',
    { cause },
  );
}

/** Answers the error if not even the rollback went through: the connection is then not returned to the pool. */
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof DatabaseError && retryable.has(error.code ?? '');
}

function describe(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(describe).join('; ');
  return messageOf(cause);
}

async function migrate(pool: Pool): Promise<void> {
  await pool.query(`create table if not exists ${migrationLock} (id integer primary key)`).catch((error: unknown) => {
    if (!(error instanceof DatabaseError) || !createdMeanwhile.has(error.code ?? '')) throw error;
  });
  await pool.query(`insert into ${migrationLock} (id) values (1) on conflict do nothing`);
  const client = await pool.connect();
  try {
    for (let pending = true; pending;) {
      await client.query('begin');
      await client.query(`select id from ${migrationLock} for update`);
      // Read behind the lock: another process may just have migrated.
      const [step, ...later] = planMigration('postgres', await schemaVersion(client));
      for (const text of step?.statements ?? []) await client.query(text);
      await client.query('commit');
      pending = later.length > 0;
    }
  } catch (error) {
    await rollBack(client);
    throw error;
  } finally {
    client.release();
  }
}

async function schemaVersion(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('meta') is not null as exists`);
  if (!rows[0]?.exists) return 0;
  const version = (await client.query<{ value: string }>(`select value from meta where key = 'schema_version'`)).rows[0];
  invariant(version, 'The first migration writes the schema version in its own transaction.');
  return Number(version.value);
}
