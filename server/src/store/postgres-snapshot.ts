import type { Pool } from 'pg';
import type { DataVersion } from './database.ts';
import type { Line } from './postgres-lines.ts';

/** Tells the version of the data: see `Database.dataVersion`. */
export type TellVersion = () => DataVersion | Promise<DataVersion>;

/**
 * A snapshot names the transactions that it sees: all up to one, less those under way. Two that read alike see the same
 * transactions, and so the same data, whichever process committed them. Source: PostgreSQL documentation, "Transaction ID and
 * Snapshot Information Functions". What only speaks PostgreSQL's protocol has data that its snapshots say nothing of.
 */
export async function createSnapshots(pool: Pool, reads: Line): Promise<TellVersion> {
  if (!(await isPostgres(reads))) return () => undefined;
  // A server that lost its newest, lazily written transactions in a crash gives their numbers to others.
  let connections = 0;
  pool.on('connect', () => (connections += 1));
  const read = async (): Promise<DataVersion> => {
    const before = connections;
    const { rows } = await reads.execute('selectSnapshot', selectSnapshot, []);
    const [row] = rows;
    const isTold = typeof row === 'object' && row !== null && 'snapshot' in row && connections === before;
    return isTold ? `${before} ${String(row.snapshot)}` : undefined;
  };
  let asked: Promise<DataVersion> | undefined;
  return () => {
    if (asked) return asked;
    // Whoever asks in the same turn of the event loop shares the answer: it is sent at the end of the turn at the earliest.
    setImmediate(() => (asked = undefined));
    asked = read();
    return asked;
  };
}

/** Whether this is PostgreSQL itself, 13 or newer, with all data of its own: others say so in the text of their version. */
async function isPostgres(reads: Line): Promise<boolean> {
  const [server] = await reads.query('select version() as text', []);
  const version = typeof server === 'object' && server !== null && 'text' in server ? String(server.text) : '';
  const major = /^PostgreSQL (\d+)[\d.]* (?!.*Greenplum)/.exec(version)?.[1];
  if (Number(major ?? 0) < 13) return false;
  return (await reads.query(`select 1 from pg_extension where extname = 'citus'`, [])).length === 0;
}

/** A standby, which applies what others have committed, tells nothing. */
const selectSnapshot = `select pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text as snapshot where not pg_is_in_recovery()`;
