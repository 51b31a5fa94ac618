import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { OperatorError, messageOf } from '../errors.ts';
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
      `The database file ${file} cannot be opened: ${messageOf(cause)}. Check that it is a SQLite database and that this user may read and write it.`,
      { cause },
    );
  }
  const statements = new Map<string, Kept>();
  const prepared = (text: string): Kept => {
    let kept = statements.get(text);
    if (!kept) {
      // Queries with a varying shape would grow the map for ever; dropping all is rare and costs one preparation each.
      if (statements.size >= 500) statements.clear();
      const statement = database.prepare(text);
      statement.setReturnArrays(true);
      kept = { statement, columns: [] };
      statements.set(text, kept);
    }
    return kept;
  };
  return {
    isInTransaction: () => database.isTransaction,
    // The values come from columns typed text and bigint only, which are what SQLite takes.
    all({ text }, values) {
      const kept = prepared(text);
      // Asked for arrays, it answers arrays.
      const rows = kept.statement.all(...(values as SQLInputValue[])) as unknown as SQLOutputValue[][];
      return rows.map((row) => toObject(kept, row));
    },
    run: ({ text }, values) => Number(prepared(text).statement.run(...(values as SQLInputValue[])).changes),
    exec: (text) => database.exec(text),
    close: () => database.close(),
  };
}

interface Kept {
  readonly statement: StatementSync;
  /** The names of its columns. */
  columns: readonly string[];
}

/** Objects that the engine's binding makes are hash tables: slow to make, and slower to read. */
function toObject(kept: Kept, row: readonly SQLOutputValue[]): object {
  // Its columns are unknown yet, or others since the schema has changed.
  if (kept.columns.length !== row.length) kept.columns = kept.statement.columns().map(({ name }) => name);
  const object: Record<string, SQLOutputValue | undefined> = {};
  for (const [index, column] of kept.columns.entries()) object[column] = row[index];
  return object;
}
