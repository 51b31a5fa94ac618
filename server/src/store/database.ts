import type { Compilable, Expression, Kysely } from 'kysely';
import { InvariantError } from '../errors.ts';
import type { Tables } from './schema.ts';
import type { Vault } from './vault.ts';

/**
 * What each engine can do beyond the portable subset. Code asks the capability, never the engine's name.
 */
export interface EngineCapabilities {
  /** `select … for update`; where absent, one writer at a time makes it needless. */
  readonly rowLocks: boolean;
  /**
   * Takes many rows in one statement for less than in as many statements. Where there is no wire the opposite holds: SQLite
   * keeps a copy of each page that a statement of many rows changes until it is over.
   */
  readonly batchesRows: boolean;
  /** Writes the JSON of a page cheaper than this process makes objects of its rows. */
  readonly writesJson: boolean;
}

/** A query whose shape never changes: built and prepared once per engine, then executed by name. */
export interface Statement<Params extends object, Row> {
  /** Shows in logs and names the prepared statement on PostgreSQL. Unique. */
  readonly name: string;
  build(sql: Kysely<Tables>, param: ParamOf<Params>, capabilities: EngineCapabilities): Compilable<Row>;
}

/** Stands in a statement for the value given at each execution, by its name, or by its place if the values are a list. */
export type ParamOf<Params extends object> = <Key extends keyof Params & (string | number)>(name: Key) => Expression<Params[Key]>;

/** A database transaction, or for reads a view of committed data, scoped to one AWS account. */
export interface Tx {
  /** The tenant: every row a handler reads or writes belongs to it. */
  readonly awsAccountId: string;
  /** Other AWS accounts whose shared things this transaction has come to; they learn of the call. */
  readonly concerned: Set<string>;
  readonly capabilities: EngineCapabilities;
  /** Seals secrets that are stored. */
  readonly vault: Vault;
  /** Builds queries whose shape depends on the input; execute them with `query`. */
  readonly sql: Kysely<Tables>;
  query<Row>(query: Compilable<Row>): Promise<Row[]>;
  all<Params extends object, Row>(statement: Statement<Params, Row>, params: Params): Promise<Row[]>;
  first<Params extends object, Row>(statement: Statement<Params, Row>, params: Params): Promise<Row | undefined>;
  /** Executes and answers how many rows were inserted, updated or deleted. */
  run<Params extends object>(statement: Statement<Params, unknown>, params: Params): Promise<number>;
  /** Executes once per item, in order, in one trip to the database. */
  runEach<Params extends object>(statement: Statement<Params, unknown>, items: readonly Params[]): Promise<void>;
}

/** See `Database.dataVersion`. */
export type DataVersion = number | string | undefined;

/** One of the two engines, opened and migrated. */
export interface Database {
  readonly engine: 'sqlite' | 'postgres';
  readonly capabilities: EngineCapabilities;
  readonly vault: Vault;
  /**
   * Runs statements that each see committed data, without a surrounding transaction.
   * `awsAccountId` '' is the installation itself: only start-up, sign-in and jobs use it.
   */
  read<Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /**
   * Identifies the committed data that a `read` sees which starts now, or at some moment before the promise resolves: equal
   * versions, equal data, but for what was written lazily, and on SQLite for what a command in another process has committed
   * within two milliseconds. undefined = the engine cannot tell.
   */
  dataVersion(): DataVersion | Promise<DataVersion>;
  /** Runs `work` in one transaction; the promise resolves once the commit is durable. A throw rolls back. */
  write<Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /** Like `write`, for records that nobody waits for and no Chime operation shows: the promise resolves at the commit, which a power cut, never the end of this process, may undo. */
  writeLazily<Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /**
   * Like `write`, for one of many steps through much of the database: what a step reads and changes is kept in memory for the
   * next one, more than is kept otherwise, until something else is written.
   */
  writeStep<Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /** Like `write`, but always rolls back: nothing that `work` did remains. */
  rehearse<Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>): Promise<Value>;
  /** false = the disk failed to confirm a change: no more are taken until this process is started anew. */
  takesChanges(): boolean;
  /** Writes a consistent copy to `file` while the database is in use. Throws OperatorError where the engine has its own tool. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Declares a statement; see `Statement`. */
export function statement<Params extends object, Row = unknown>(
  name: string,
  build: Statement<Params, Row>['build'],
): Statement<Params, Row> {
  return { name, build };
}

/**
 * The same transaction, scoped to another tenant: for what the installation itself does in one, such as setting it up,
 * and for what a delegate does to an account in its owner's stead.
 */
export function asTenant(tx: Tx, awsAccountId: string): Tx {
  return { ...tx, awsAccountId };
}

/**
 * A database as a transaction that is under way sees and writes it: for work that is made to open transactions of its
 * own, and is to happen as a whole or not at all. One write follows the other, as everywhere else. What throws must end
 * the transaction: it is not rolled back here.
 */
export function withinTransaction(database: Database, tx: Tx): Database {
  let previous: Promise<unknown> = Promise.resolve();
  const read: Database['read'] = (awsAccountId, work) => work({ ...tx, awsAccountId, concerned: new Set() });
  const write: Database['write'] = (awsAccountId, work) => {
    const turn = previous.then(() => read(awsAccountId, work));
    previous = turn.catch(() => undefined);
    return turn;
  };
  return { ...database, read, write, writeLazily: write, writeStep: write, rehearse: cannotRehearse, dataVersion: () => undefined };
}

async function cannotRehearse(): Promise<never> {
  throw new InvariantError('Part of a transaction cannot be undone by itself.');
}

/** How many times a transaction is retried that the engine aborted in favour of another one. */
export const transactionAttemptsMax = 8;
