import type { Compilable } from 'kysely';
import { OperatorError } from '../errors.ts';
import { createBuilder, createCompiler } from './compile.ts';
import type { Database, Statement, Tx } from './database.ts';
import { planMigration } from './migrate.ts';
import { createCommits, type Ending } from './sqlite-commits.ts';
import { connect, type Connection } from './sqlite-connection.ts';
import { createLog } from './sqlite-log.ts';
import { createView, type View } from './sqlite-view.ts';
import type { Vault } from './vault.ts';

const capabilities = { rowLocks: false, batchesRows: false, writesJson: false } as const;

/** Pages of the database that the writer holds in memory at most; and from step to step, of work that comes to the same pages again and again. */
const writerCacheKb = 16_000;
const stepsCacheKb = 64_000;

/** `file` is a path; its folder must exist. `beforeMigration` is called with the old version before a database that holds data is migrated. */
export interface SqliteOptions {
  readonly file: string;
  readonly vault: Vault;
  beforeMigration?(backup: (file: string) => void, version: number): void;
}

/**
 * Opens (and if needed creates and migrates) a SQLite file: write-ahead log, one writer, one reader.
 * Writes that arrive while a commit is on its way share the next one: each runs in its own savepoint and is answered
 * only after the shared commit is on disk, which is also when reads begin to see it. Throws OperatorError when the file cannot be used.
 */
export function openSqlite(options: SqliteOptions): Database {
  const { file, vault } = options;
  const writer = connect(file, false);
  migrate(writer, options);
  const holdPages = createCache(writer);
  // What a savepoint sets aside, to come back to, would go to a file: two system calls for each page.
  writer.exec('pragma temp_store = memory');
  const reader = connect(file, true);
  const sql = createBuilder('sqlite');

  const tools = { sql, prepare: createCompiler(sql, capabilities), vault };
  const view = createView(reader, writer);
  const log = createLog(file, writer);
  const reads = statementsOn({ ...reader, all: view.all }, tools);
  const writes = statementsOn(writer, tools);
  const commits = createCommits(writer, view, log);
  const write = <Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>, ending: Ending, cacheKb = writerCacheKb): Promise<Value> =>
    commits.enqueue(() => {
      holdPages(cacheKb);
      return work({ ...writes, awsAccountId, concerned: new Set() });
    }, ending);
  return {
    engine: 'sqlite',
    capabilities,
    vault,
    read: (awsAccountId, work) => work({ ...reads, awsAccountId, concerned: new Set() }),
    dataVersion: view.version,
    write: (awsAccountId, work) => write(awsAccountId, work, { keep: true, durable: true }),
    writeLazily: (awsAccountId, work) => write(awsAccountId, work, { keep: true, durable: false }),
    writeStep: (awsAccountId, work) => write(awsAccountId, work, { keep: true, durable: true }, stepsCacheKb),
    rehearse: (awsAccountId, work) => write(awsAccountId, work, { keep: false, durable: false }),
    takesChanges: () => !commits.isBroken(),
    backup: async (target) => copyTo(target, view, reader),
    async close() {
      await commits.idle();
      await log.close();
      view.renew();
      // The last to close empties the log into the file. Not if the disk failed: then it may not hold what the log's index
      // names, and the next opening has to find out by the checksums. The reader cannot write, so it leaves all as it is.
      for (const connection of commits.isBroken() ? [writer, reader] : [reader, writer]) connection.close();
    },
  };
}

interface Tools {
  readonly sql: Tx['sql'];
  readonly prepare: ReturnType<typeof createCompiler>;
  readonly vault: Vault;
}

function statementsOn(connection: Pick<Connection, 'all' | 'run'>, { sql, prepare, vault }: Tools): Omit<Tx, 'awsAccountId' | 'concerned'> {
  return {
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
  };
}

/** Sets how much the writer may hold. SQLite's own 2 MB are read from the operating system again and again when a transaction changes hundreds of pages. */
function createCache(writer: Connection): (kb: number) => void {
  let held = 0;
  return (kb) => {
    if (kb !== held) writer.exec(`pragma cache_size = -${kb}`);
    held = kb;
  };
}

/** Of what is committed by now. */
function copyTo(target: string, view: View, reader: Connection): void {
  view.renew();
  reader.run({ text: 'vacuum into ?' }, [target]);
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
