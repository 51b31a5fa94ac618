import type { Connection } from './sqlite-connection.ts';

/** What reads see: committed data that is on disk. */
export interface View {
  all: Connection['all'];
  /** Identifies what a read in this turn shows, but for what was written lazily: equal numbers, equal data, or such as another process has changed in the last two milliseconds. */
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

/**
 * What other processes commit, which are commands, changes the version within this time. To look costs two locks of the file,
 * more than it takes to decide what a caller may do.
 */
const lookEveryMs = 2;

/** Reads of one turn of the event loop share a view of the data, which costs more to open than most reads take. */
export function createView(reader: Connection, writer: Connection): View {
  let turn: NodeJS.Immediate | undefined;
  let isOpen = false;
  let version = 0;
  let elsewhere: unknown;
  let lookedAt = -lookEveryMs;
  const renew = (): void => {
    clearImmediate(turn);
    turn = undefined;
    if (isOpen) reader.exec('commit');
    isOpen = false;
  };
  /** Never while a view is open: what that shows may be newer than its version, but never older. */
  const look = (): void => {
    if (isOpen) return;
    const now = performance.now();
    if (now - lookedAt < lookEveryMs) return;
    lookedAt = now;
    // Changes with each commit but the writer's own.
    const [row] = writer.all({ text: 'pragma data_version' }, []);
    const seen = row && typeof row === 'object' && 'data_version' in row ? row.data_version : undefined;
    if (seen === undefined || seen !== elsewhere) version += 1;
    elsewhere = seen;
  };
  const open = (): void => {
    if (isOpen) return;
    look();
    reader.exec('begin');
    isOpen = true;
    turn = setImmediate(renew);
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
    },
    renew,
    changed() {
      renew();
      version += 1;
    },
  };
}
