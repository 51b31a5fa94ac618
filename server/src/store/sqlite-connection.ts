import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { OperatorError } from '../errors.ts';
import type { Prepared } from './compile.ts';

/** How long a statement waits for another process (a backup, a command) that holds the write lock. */
const busyTimeoutMs = 5_000;

/** A connection that keeps its statements prepared. */
export interface Connection {
  isInTransaction(): boolean;
  all(prepared: Pick<Prepared, 'text'>, values: unknown[]): unknown[];
  run(prepared: Pick<Prepared, 'text'>, values: unknown[]): number;
  exec(text: string): void;
  close(): void;
}

/** Throws OperatorError when the file cannot be used. */
export function connect(file: string, readOnly: boolean): Connection {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs });
    database.exec('pragma foreign_keys = on');
    // The page size counts when a file is made: pages of 8 KB hold several audit events each.
    // Commits are put on disk, and the log is emptied, by sqlite-log.ts.
    if (!readOnly)
      database.exec(
        'pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal; pragma checkpoint_fullfsync = on; pragma wal_autocheckpoint = 0',
      );
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
