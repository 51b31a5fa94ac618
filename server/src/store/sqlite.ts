import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Compilable } from 'kysely';
import { OperatorError, ServiceUnavailableException } from '../errors.ts';
import { createBuilder, createCompiler, type Prepared } from './compile.ts';
import type { Database, Statement, Tx } from './database.ts';
import { planMigration } from './migrate.ts';
import type { Vault } from './vault.ts';

/** Transactions that may wait for the one writer; more are answered 503. */
const waitingWritesMax = 10_000;
/** Transactions that share one commit, and so one fsync. */
const groupSizeMax = 128;
/** How long a statement waits for another process (a backup, a command) that holds the write lock. */
const busyTimeoutMs = 5_000;

const capabilities = { rowLocks: false } as const;

interface Connection {
  isInTransaction(): boolean;
  all(prepared: Pick<Prepared, 'text'>, values: unknown[]): unknown[];
  run(prepared: Pick<Prepared, 'text'>, values: unknown[]): number;
  exec(text: string): void;
  close(): void;
}

/** `file` is a path; its folder must exist. `beforeMigration` is called with the old version before a database that holds data is migrated. */
export interface SqliteOptions {
  readonly file: string;
  readonly vault: Vault;
  beforeMigration?(backup: (file: string) => void, version: number): void;
}

/**
 * Opens (and if needed creates and migrates) a SQLite file: WAL, `synchronous=FULL`, one writer, one reader.
 * Writes that arrive while a commit is on its way share the next one: each runs in its own savepoint and is answered
 * only after the shared commit is on disk. Throws OperatorError when the file cannot be used.
 */
export function openSqlite(options: SqliteOptions): Database {
  const { file, vault } = options;
  const writer = connect(file, false);
  migrate(writer, options);
  const reader = connect(file, true);
  const sql = createBuilder('sqlite');
  const prepare = createCompiler(sql, capabilities);

  const statementsOn = (connection: Connection): Omit<Tx, 'awsAccountId' | 'concerned'> => ({
    capabilities,
    vault,
    sql,
    // The rows' type is what Kysely derived from the schema for this very query.
    query: async <Row>(query: Compilable<Row>) => {
      const { sql: text, parameters } = query.compile();
      return connection.all({ text }, [...parameters]) as Row[];
    },
    all: async <P extends object, Row>(statement: Statement<P, Row>, params: P) => {
      const prepared = prepare(statement);
      return connection.all(prepared, prepared.bind(params)) as Row[];
    },
    first: async <P extends object, Row>(statement: Statement<P, Row>, params: P) => {
      const prepared = prepare(statement);
      return connection.all(prepared, prepared.bind(params))[0] as Row | undefined;
    },
    run: async (statement, params) => {
      const prepared = prepare(statement);
      return connection.run(prepared, prepared.bind(params));
    },
    runEach: async (statement, items) => {
      const prepared = prepare(statement);
      for (const params of items) connection.run(prepared, prepared.bind(params));
    },
  });

  const view = shareViews(reader);
  const reads = statementsOn(view);
  const writes = statementsOn(writer);
  const commits = createGroupCommit(writer, view.end);
  return {
    engine: 'sqlite',
    capabilities,
    vault,
    read: (awsAccountId, work) => work({ ...reads, awsAccountId, concerned: new Set() }),
    write: (awsAccountId, work) =>
      commits.enqueue(() => work({ ...writes, awsAccountId, concerned: new Set() }), { keep: true, durable: true }),
    writeLazily: (awsAccountId, work) =>
      commits.enqueue(() => work({ ...writes, awsAccountId, concerned: new Set() }), { keep: true, durable: false }),
    rehearse: (awsAccountId, work) =>
      commits.enqueue(() => work({ ...writes, awsAccountId, concerned: new Set() }), { keep: false, durable: false }),
    async backup(target) {
      view.end();
      reader.run({ text: 'vacuum into ?' }, [target]);
    },
    async close() {
      await commits.idle();
      view.end();
      reader.close();
      writer.close();
    },
  };
}

function connect(file: string, readOnly: boolean): Connection {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs });
    database.exec('pragma foreign_keys = on');
    // The page size counts when a file is made: pages of 8 KB hold several audit events each.
    if (!readOnly) database.exec('pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full');
  } catch (cause) {
    throw new OperatorError(
      `The database file ${file} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}. Check that it is a SQLite database and that this user may read and write it.`,
      { cause },
    );
  }
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (!statement) {
      // Queries with a varying shape would grow the map for ever; dropping all is rare and costs one preparation each.
      if (statements.size >= 500) statements.clear();
      statement = database.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
  return {
    isInTransaction: () => database.isTransaction,
    // The values come from columns typed text and bigint only, which are what SQLite takes.
    all: ({ text }, values) => prepared(text).all(...(values as SQLInputValue[])),
    run: ({ text }, values) => Number(prepared(text).run(...(values as SQLInputValue[])).changes),
    exec: (text) => database.exec(text),
    close: () => database.close(),
  };
}

function migrate(writer: Connection, { file, beforeMigration }: SqliteOptions): void {
  const plan = () => planMigration('sqlite', schemaVersion(writer, file));
  const version = schemaVersion(writer, file);
  if (version > 0 && plan().length > 0) beforeMigration?.((target) => writer.run({ text: 'vacuum into ?' }, [target]), version);
  while (plan().length > 0) {
    writer.exec('begin immediate');
    try {
      // Planned anew behind the lock: another process may just have migrated.
      for (const text of plan()[0]?.statements ?? []) writer.exec(text);
      writer.exec('commit');
    } catch (cause) {
      writer.exec('rollback');
      throw cause;
    }
  }
}

function schemaVersion(writer: Connection, file: string): number {
  const hasMeta = writer.all({ text: `select 1 from sqlite_schema where name = 'meta'` }, []).length > 0;
  const row = hasMeta ? writer.all({ text: `select value from meta where key = 'schema_version'` }, [])[0] : undefined;
  const version = row && typeof row === 'object' && 'value' in row ? Number(row.value) : 0;
  if (version === 0 && writer.all({ text: 'select 1 from sqlite_schema limit 1' }, []).length > 0) {
    throw new OperatorError(
      `The file ${file} is a SQLite database of another program. Point CARILLON_DATA_DIR to a folder of Carillon's own.`,
    );
  }
  return version;
}

/** Reads of one turn of the event loop share a view of the data, which costs more to open than most reads take. */
function shareViews(reader: Connection): Connection & { end(): void } {
  let open: NodeJS.Immediate | undefined;
  const end = (): void => {
    clearImmediate(open);
    open = undefined;
    if (reader.isInTransaction()) reader.exec('commit');
  };
  return {
    ...reader,
    all(prepared, values) {
      if (open === undefined) {
        reader.exec('begin');
        open = setImmediate(end);
      }
      return reader.all(prepared, values);
    },
    end,
  };
}

interface Waiting {
  readonly durable: boolean;
  run(): Promise<void>;
  settle(commitError: unknown): void;
}

/** @param beforeCommit called before each commit: whoever reads after it must see it */
function createGroupCommit(writer: Connection, beforeCommit: () => void) {
  const waiting: Waiting[] = [];
  let draining: Promise<void> | undefined;
  let synchronous = 'full';

  const synchronise = (mode: 'full' | 'normal'): void => {
    if (mode === synchronous) return;
    writer.exec(`pragma synchronous = ${mode}`);
    synchronous = mode;
  };

  const drain = async (): Promise<void> => {
    // Requests that were received in the same turn of the event loop join the first group.
    await nextTurn();
    while (waiting.length > 0) {
      const group = waiting.splice(0, groupSizeMax);
      let failure: unknown;
      try {
        synchronise(group.some(({ durable }) => durable) ? 'full' : 'normal');
        writer.exec('begin immediate');
        for (const one of group) await one.run();
        beforeCommit();
        writer.exec('commit');
      } catch (error) {
        failure = error;
        rollBackQuietly(writer);
      }
      for (const one of group) one.settle(failure);
    }
    draining = undefined;
  };

  return {
    idle: async (): Promise<void> => draining,
    enqueue<Value>(work: () => Promise<Value>, { keep, durable }: { keep: boolean; durable: boolean }): Promise<Value> {
      if (waiting.length >= waitingWritesMax) {
        return Promise.reject(new ServiceUnavailableException('Too many writes are waiting for the database. Try again in a second.'));
      }
      return new Promise<Value>((resolve, reject) => {
        waiting.push({ durable, ...savepoint(writer, work, keep, resolve, reject) });
        draining ??= drain();
      });
    },
  };
}

function savepoint<Value>(
  writer: Connection,
  work: () => Promise<Value>,
  keep: boolean,
  resolve: (value: Value) => void,
  reject: (reason: unknown) => void,
): Omit<Waiting, 'durable'> {
  let outcome: { value: Value } | { error: unknown } | undefined;
  return {
    async run() {
      writer.exec('savepoint request');
      try {
        outcome = { value: await work() };
      } catch (error) {
        outcome = { error };
      }
      if (!keep || 'error' in outcome) writer.exec('rollback to request');
      writer.exec('release request');
    },
    settle(commitError) {
      if (commitError !== undefined)
        reject(
          new ServiceUnavailableException('The database could not store the change. Nothing was changed; try again.', {
            cause: commitError,
          }),
        );
      else if (outcome && 'value' in outcome) resolve(outcome.value);
      else reject(outcome?.error);
    },
  };
}

function rollBackQuietly(writer: Connection): void {
  try {
    writer.exec('rollback');
  } catch {
    // A failed commit may have rolled back already; either way no transaction is open now.
  }
}
