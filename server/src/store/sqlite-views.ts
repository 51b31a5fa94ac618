import type { Prepared } from './compile.ts';

/** An open SQLite database file. */
export interface Connection {
  isInTransaction(): boolean;
  all(prepared: Pick<Prepared, 'text'>, values: unknown[]): unknown[];
  run(prepared: Pick<Prepared, 'text'>, values: unknown[]): number;
  exec(text: string): void;
  close(): void;
}

/** A connection that reads through views. */
export interface Views extends Connection {
  /** Of the view that is open now. */
  version(): number;
  end(): void;
  /** To be called once the writer has stored what reads show. */
  changed(): void;
}

/** Reads of one turn of the event loop share a view of the data, which costs more to open than most reads take. */
export function shareViews(reader: Connection, writer: Connection): Views {
  let open: NodeJS.Immediate | undefined;
  let version = 0;
  let elsewhere: unknown;
  const begin = (): void => {
    if (open !== undefined) return;
    // Changes with each commit but the writer's own. Looked at before the view: what that shows may be newer than its
    // version, and is then forgotten with the next one, but never older.
    const [row] = writer.all({ text: 'pragma data_version' }, []);
    const seen = row && typeof row === 'object' && 'data_version' in row ? row.data_version : undefined;
    if (seen === undefined || seen !== elsewhere) version += 1;
    elsewhere = seen;
    reader.exec('begin');
    open = setImmediate(end);
  };
  const end = (): void => {
    clearImmediate(open);
    open = undefined;
    if (reader.isInTransaction()) reader.exec('commit');
  };
  return {
    ...reader,
    all(prepared, values) {
      begin();
      return reader.all(prepared, values);
    },
    version() {
      begin();
      return version;
    },
    end,
    changed() {
      end();
      version += 1;
    },
  };
}
