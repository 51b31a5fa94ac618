import { invariant } from '../errors.ts';
import type { Connection } from './sqlite-connection.ts';

/** What reads see: committed data that is on disk. */
export interface View {
  all: Connection['all'];
  /** Identifies what the view shows: equal numbers, equal data, whoever committed. */
  version(): number;
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
  let version: number | undefined;
  const open = (): void => {
    if (ending !== undefined || held) return;
    reader.exec('begin');
    ending = setImmediate(renew);
  };
  const renew = (): void => {
    clearImmediate(ending);
    ending = undefined;
    held = false;
    version = undefined;
    if (reader.isInTransaction()) reader.exec('commit');
  };
  return {
    all(prepared, values) {
      open();
      return reader.all(prepared, values);
    },
    version() {
      open();
      version ??= dataVersion(reader);
      return version;
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

/** It changes with the commits of all other connections, and a reader has none. Asked for within a view, it is the view's. */
function dataVersion(reader: Connection): number {
  const [row] = reader.all({ text: 'pragma data_version' }, []);
  invariant(typeof row === 'object' && row !== null && 'data_version' in row, 'SQLite answers this pragma with one row.');
  return Number(row.data_version);
}
