import type { Compilable, Expression, Kysely } from 'kysely';
import { invariant } from '../errors.ts';
import { statement, type Statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Rows that one execution takes, the largest first: few shapes, so that each is compiled and prepared once. */
const sizes = [64, 8, 1] as const;

type Value = string | number | null;

/** One row as a statement sees it: an expression per column, which stands for the value given at each execution. */
export type RowOf<Row> = { readonly [Column in keyof Row]: Expression<Row[Column]> };

/** A statement that takes many rows at once. */
export interface Bulk<Row extends object, Result> {
  readonly columns: readonly (keyof Row & string)[];
  /** By size; their values are the rows' columns, row after row. Names made up for each would take longer than the rows. */
  readonly statements: readonly Statement<readonly Value[], Result>[];
}

/**
 * Declares a statement for rows by the dozen: tables that take thousands of rows a second. `build` gets the rows of one
 * execution. @param name of the statement; unique
 */
export function bulk<Row extends { readonly [Column in keyof Row]: Value }, Result = unknown>(
  name: string,
  columns: readonly (keyof Row & string)[],
  build: (sql: Kysely<Tables>, rows: readonly RowOf<Row>[]) => Compilable<Result>,
): Bulk<Row, Result> {
  const statements = sizes.map((size) =>
    statement<readonly Value[], Result>(`${name}${size}`, (sql, param) =>
      build(
        sql,
        Array.from({ length: size }, (_, row) => {
          // The columns are those of the row, so the object is one; Object.fromEntries cannot know.
          return Object.fromEntries(columns.map((column, index) => [column, param(row * columns.length + index)])) as RowOf<Row>;
        }),
      ),
    ),
  );
  return { columns, statements };
}

/** Executes a bulk statement for all of the rows, in order; answers what it returned. No row may come twice. */
export async function runBulk<Row extends { readonly [Column in keyof Row]: Value }, Result>(
  tx: Tx,
  { columns, statements }: Bulk<Row, Result>,
  rows: readonly Row[],
): Promise<Result[]> {
  const executions: Promise<Result[]>[] = [];
  let from = 0;
  for (const [index, size] of sizes.entries()) {
    const declared = statements[index];
    invariant(declared, 'There is a statement for each size.');
    for (; rows.length - from >= size; from += size) {
      const some = rows.slice(from, from + size);
      executions.push(
        tx.all(
          declared,
          some.flatMap((row) => columns.map((column) => row[column])),
        ),
      );
    }
  }
  // Sent in one trip where the engine is at the end of a wire.
  return (await Promise.all(executions)).flat();
}

/** Like `runBulk`, of statements that return nothing. No row may come twice. */
export async function writeBulk<Row extends { readonly [Column in keyof Row]: Value }>(
  tx: Tx,
  statements: Bulk<Row, unknown>,
  rows: readonly Row[],
): Promise<void> {
  if (tx.capabilities.batchesRows) {
    await runBulk(tx, statements, rows);
    return;
  }
  const one = statements.statements.at(-1);
  invariant(one, 'There is a statement for each size.');
  await tx.runEach(
    one,
    rows.map((row) => statements.columns.map((column) => row[column])),
  );
}

/** Keys that one look-up takes; fewer are filled up by repeating the last. */
const keysAtOnce = 32;

/** A statement that finds rows by keys, many at once, within one scope: an account, a projection. Its values are the scope and the keys. */
export type Lookup<Row> = Statement<readonly string[], Row>;

/** Declares a look-up. @param name of the statement; unique */
export function lookup<Row>(
  name: string,
  build: (sql: Kysely<Tables>, scope: Expression<string>, keys: readonly Expression<string>[]) => Compilable<Row>,
): Lookup<Row> {
  return statement(name, (sql, param) =>
    build(
      sql,
      param(0),
      Array.from({ length: keysAtOnce }, (_, index) => param(index + 1)),
    ),
  );
}

/** The rows of all of the keys. */
export async function runLookup<Row>(tx: Tx, declared: Lookup<Row>, scope: string, keys: readonly string[]): Promise<Row[]> {
  const executions: Promise<Row[]>[] = [];
  for (let from = 0; from < keys.length; from += keysAtOnce) {
    const values = [scope];
    for (let offset = 0; offset < keysAtOnce; offset++) values.push(keys[from + offset] ?? keys.at(-1) ?? '');
    executions.push(tx.all(declared, values));
  }
  return (await Promise.all(executions)).flat();
}
