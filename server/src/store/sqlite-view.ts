import type { Connection } from './sqlite-connection.ts';

/** What reads see: committed data that is on disk. */
export interface View {
  all: Connection['all'];
  /** Identifies what the view shows, but for what was written lazily: equal numbers, equal data, whoever committed. */
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
  let ending: NodeJS.Immediate | undefined;
  let held = false;
  let version = 0;
  let elsewhere: unknown;
  const begin = (): void => {
    // Changes with each commit but the writer's own. Looked at before the view: what that shows may be newer than its
    // version, and is then forgotten with the next one, but never older.
    const [row] = writer.all({ text: 'pragma data_version' }, []);
    const seen = row && typeof row === 'object' && 'data_version' in row ? row.data_version : undefined;
    if (seen === undefined || seen !== elsewhere) version += 1;
    elsewhere = seen;
    reader.exec('begin');
  };
  const renew = (): void => {
    clearImmediate(ending);
    ending = undefined;
    held = false;
    if (reader.isInTransaction()) reader.exec('commit');
  };
  const open = (): void => {
    if (ending !== undefined || held) return;
    begin();
    ending = setImmediate(renew);
  };
  return {
    all(prepared, values) {
      open();
      return reader.all(prepared, values);
    },
    version() {
      open();
      return version;
    },
    hold() {
      clearImmediate(ending);
      ending = undefined;
      held = true;
      if (!reader.isInTransaction()) begin();
      reader.all(firstRead, []);
    },
    renew,
    changed() {
      renew();
      version += 1;
    },
  };
}
