// What the engine's tests import as `vitest` when a mutant meets them: the same `expect`, and a `test` and a `describe` that only write
// down what there is to check. See trial.ts.
export { expect } from 'vitest';

/** One test of a file, with its row where a table has many. */
export interface Check {
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...row: readonly unknown[]) => unknown;
type Titled = (name: string, ...rest: readonly [Body] | readonly [options: unknown, body: Body]) => void;

// Files are read one after the other.
const open: { names: string[]; checks: Check[]; rows: Map<string, number> } = { names: [], checks: [], rows: new Map() };

/** As vitest's, as far as the engine's tests use it. */
export const describe = titled((name, body, row) => {
  open.names.push(name);
  body(...row);
  open.names.pop();
});

/** As vitest's, as far as the engine's tests use it. */
export const test = titled((name, body, row) => {
  const title = [...open.names, name].join(' > ');
  const number = (open.rows.get(title) ?? 0) + 1;
  open.rows.set(title, number);
  open.checks.push({ name: number === 1 ? title : `${title} #${number}`, run: () => body(...row) });
});

/** What a test file has to check. Throws what the file throws. */
export async function readChecks(load: () => Promise<unknown>): Promise<Check[]> {
  open.names = [];
  open.checks = [];
  open.rows = new Map();
  await load();
  return open.checks;
}

function titled(take: (name: string, body: Body, row: readonly unknown[]) => void): Titled & { each(rows: readonly unknown[]): Titled } {
  const each =
    (rows: readonly unknown[]): Titled =>
    (name, ...rest) => {
      for (const row of rows) take(name, bodyOf(rest), Array.isArray(row) ? row : [row]);
    };
  return Object.assign(each([[]]), { each });
}

function bodyOf(rest: readonly [Body] | readonly [options: unknown, body: Body]): Body {
  return rest.length === 1 ? rest[0] : rest[1];
}
