import type { Connection } from './sqlite-connection.ts';

/** What reads see: committed data that is on disk. */
export interface View {
  all: Connection['all'];
  /** From here on reads see what they see now, whatever is committed, until `renew`. */
  hold(): void;
  /** The next read sees everything that is committed. */
  renew(): void;
}

/** The least that takes a snapshot: `begin` alone takes none. */
const firstRead = { text: 'select 1 from epochs limit 1' } as const;

/** Reads of one turn of the event loop share a view of the data, which costs more to open than most reads take. */
export function createView(reader: Connection): View {
  let ending: NodeJS.Immediate | undefined;
  let held = false;
  const renew = (): void => {
    clearImmediate(ending);
    ending = undefined;
    held = false;
    if (reader.isInTransaction()) reader.exec('commit');
  };
  return {
    all(prepared, values) {
      if (ending === undefined && !held) {
        reader.exec('begin');
        ending = setImmediate(renew);
      }
      return reader.all(prepared, values);
    },
    hold() {
      clearImmediate(ending);
      ending = undefined;
      held = true;
      if (reader.isInTransaction()) return;
      reader.exec('begin');
      reader.all(firstRead, []);
    },
    renew,
  };
}
