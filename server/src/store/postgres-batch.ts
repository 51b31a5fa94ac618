import type { Connection, Submittable } from 'pg';
import { invariant } from '../errors.ts';

/** What a statement answered. */
export interface Result {
  readonly rows: unknown[];
  /** Rows it inserted, updated, deleted or found. */
  readonly count: number;
}

/** A named statement with the values of one execution, and who waits for its result. */
export interface Execution {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  resolve(result: Result): void;
  reject(reason: unknown): void;
}

/** The rows' columns, by the statement's name: the same on every connection. */
export type Shapes = Map<string, readonly Column[]>;

interface Column {
  readonly name: string;
  read(text: string): unknown;
}

/**
 * Executions that go to PostgreSQL together and come back together: one trip, one wake-up of either side, whatever
 * their number. To the driver it is one query of a kind of its own (as pg-cursor is one), so connecting, queueing and
 * failing stay the driver's. The executions share a fate: after one that fails, the server skips the others.
 */
export class Batch implements Submittable {
  readonly #executions: readonly Execution[];
  readonly #shapes: Shapes;
  /** Called once, when the connection is free again or gone; with what the server skipped after a failure. */
  readonly #finish: (skipped: readonly Execution[], failure: unknown) => void;
  #at = 0;
  #rows: unknown[] = [];

  constructor(executions: readonly Execution[], shapes: Shapes, finish: (skipped: readonly Execution[], failure: unknown) => void) {
    this.#executions = executions;
    this.#shapes = shapes;
    this.#finish = finish;
  }

  submit(connection: Connection): void {
    invariant(isWire(connection), 'The pinned version of pg has these methods.');
    connection.stream.cork();
    const described = new Set<string>();
    for (const { name, text, values } of this.#executions) {
      if (connection.parsedStatements[name] === undefined) {
        connection.parse({ name, text });
        connection.parsedStatements[name] = text;
      }
      if (!this.#shapes.has(name) && !described.has(name)) {
        connection.describe({ type: 'S', name });
        described.add(name);
      }
      connection.bind({ statement: name, values: values.map(toWire) });
      connection.execute();
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: { readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[] }): void {
    const { name } = this.#current();
    this.#shapes.set(
      name,
      fields.map(({ name: column, dataTypeID }) => ({ name: column, read: readerOf(dataTypeID) })),
    );
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const columns = this.#shapes.get(this.#current().name) ?? [];
    const row: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index];
      const text = fields[index];
      if (column) row[column.name] = text === null || text === undefined ? null : column.read(text);
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    // `SELECT 5`, `UPDATE 1`, `INSERT 0 1`: the last number counts the rows.
    this.#current().resolve({ rows: this.#rows, count: Number(text.slice(text.lastIndexOf(' ') + 1)) });
    this.#at += 1;
    this.#rows = [];
  }

  handleReadyForQuery(): void {
    this.#finish([], undefined);
  }

  /** Of the statement under way, or of the connection; the driver does not call `handleReadyForQuery` after it. */
  handleError(failure: unknown): void {
    const [failed, ...skipped] = this.#executions.slice(this.#at);
    failed?.reject(failure);
    this.#finish(skipped, failure);
  }

  #current(): Execution {
    const execution = this.#executions[this.#at];
    invariant(execution, 'PostgreSQL answers as many executions as it was sent.');
    return execution;
  }
}

/** The part of the driver's connection that puts the extended query protocol on the wire. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  /** Texts by name, of what this connection has parsed; the driver's own queries keep it too. */
  readonly parsedStatements: Record<string, string | undefined>;
  parse(statement: { name: string; text: string }): void;
  describe(subject: { type: 'S'; name: string }): void;
  bind(binding: { statement: string; values: readonly (string | null)[] }): void;
  execute(): void;
  sync(): void;
}

function isWire(connection: object): connection is Wire {
  return 'parsedStatements' in connection && ['parse', 'describe', 'bind', 'execute', 'sync'].every((method) => method in connection);
}

/** Values come from columns typed text and bigint, and booleans from conditions. */
function toWire(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  invariant(typeof value === 'number' || typeof value === 'boolean', 'Statements are given texts, numbers and booleans.');
  return String(value);
}

/** Ids of PostgreSQL's own types, the same in every installation. */
const oids = { bool: 16, int8: 20, int4: 23 } as const;

function readerOf(oid: number): (text: string) => unknown {
  if (oid === oids.int8 || oid === oids.int4) return Number;
  return oid === oids.bool ? (text) => text === 't' : (text) => text;
}
