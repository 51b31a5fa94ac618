import type { Connection } from './sqlite-connection.ts';

/** What reads see: committed data that is on disk. */
export interface View {
  all: Connection['all'];
  /** Identifies what a read in this turn shows, but for what was written lazily: equal numbers, equal data, whoever committed. */
  version(): number;
  /** From here on reads see what they see now, whatever is committed, until `renew` or `changed`. Called while the writer holds its lock. */
  hold(): void;
  /** The next read sees everything that is committed. */
  renew(): void;
  /** As `renew`, once the writer has stored what reads show. */
  changed(): void;
}

/** The least that takes a snapshot: `begin` alone takes none. */
const firstRead = { text: 'select 1 from epochs limit 1' } as const;

/** Reads of one turn of the event loop share a view of the data, which costs more to open than most reads take. */
export function createView(reader: Connection, writer: Connection): View {
  let turn: NodeJS.Immediate | undefined;
  let isOpen = false;
  let held = false;
  let version = 0;
  let elsewhere: unknown;
  const renew = (): void => {
    clearImmediate(turn);
    turn = undefined;
    held = false;
    if (isOpen) reader.exec('commit');
    isOpen = false;
  };
  /** Once in a turn, and before a view is opened: what that shows may then be newer than its version, but never older. */
  const look = (): void => {
    if (turn !== undefined || held) return;
    turn = setImmediate(renew);
    // Changes with each commit but the writer's own.
    const [row] = writer.all({ text: 'pragma data_version' }, []);
    const seen = row && typeof row === 'object' && 'data_version' in row ? row.data_version : undefined;
    if (seen === undefined || seen !== elsewhere) version += 1;
    elsewhere = seen;
  };
  const open = (): void => {
    look();
    if (!isOpen) reader.exec('begin');
    isOpen = true;
  };
  return {
    all(prepared, values) {
      open();
      return reader.all(prepared, values);
    },
    version() {
      look();
      return version;
    },
    hold() {
      open();
      reader.all(firstRead, []);
      clearImmediate(turn);
      turn = undefined;
      held = true;
    },
    renew,
    changed() {
      renew();
      version += 1;
    },
  };
}
