import type { Prepared } from './compile.ts';

/** An open SQLite database file. */
export interface Connection {
  all(prepared: Pick<Prepared, 'text'>, values: unknown[]): unknown[];
  run(prepared: Pick<Prepared, 'text'>, values: unknown[]): number;
  exec(text: string): void;
  close(): void;
}

/** A connection that reads through views. */
export interface Views extends Connection {
  /** Of what a read in this turn shows; see `Database.dataVersion`. */
  version(): number;
  end(): void;
  /** To be called once the writer has stored what reads show. */
  changed(): void;
}

/** Reads of one turn of the event loop share a view of the data, which costs more to open than most reads take. */
export function shareViews(reader: Connection, writer: Connection): Views {
  let version = 0;
  let elsewhere: unknown;
  let isOpen = false;
  let turn: NodeJS.Immediate | undefined;

  const end = (): void => {
    clearImmediate(turn);
    turn = undefined;
    if (isOpen) reader.exec('commit');
    isOpen = false;
  };
  /** Once in a turn, and before a view is opened: what that shows may then be newer than its version, but never older. */
  const look = (): void => {
    if (turn !== undefined) return;
    turn = setImmediate(end);
    // Changes with each commit but the writer's own.
    const [row] = writer.all({ text: 'pragma data_version' }, []);
    const seen = row && typeof row === 'object' && 'data_version' in row ? row.data_version : undefined;
    if (seen === undefined || seen !== elsewhere) version += 1;
    elsewhere = seen;
  };

  return {
    ...reader,
    all(prepared, values) {
      look();
      if (!isOpen) reader.exec('begin');
      isOpen = true;
      return reader.all(prepared, values);
    },
    version() {
      look();
      return version;
    },
    end,
    changed() {
      end();
      version += 1;
    },
  };
}
