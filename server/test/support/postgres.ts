import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of its own, from the machine's packages, in a temporary folder on a Unix socket. */
export interface PostgresPeer {
  /** Connection string of the server's own database, for `createDatabase`. */
  readonly url: string;
  stop(): Promise<void>;
}

const startTimeoutMs = 30_000;

/** The newest PostgreSQL of the machine; undefined = none is installed. */
export function findPostgres(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : `/usr/lib/postgresql/${newest}/bin`;
}

/** @param binaries from `findPostgres` @param fast without fsync and without vacuum: for tests that neither pull the plug nor last */
export async function startPostgres(binaries: string, { fast }: { fast: boolean }): Promise<PostgresPeer> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-postgres-'));
  const owner = unprivileged();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'carillon', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'], {
    stdio: 'ignore',
    cwd: folder,
    ...owner,
  });
  const tuning = fast ? ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off', '-c', 'autovacuum=off'] : [];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=300', ...tuning],
    { stdio: 'ignore', cwd: folder, ...owner },
  );
  const url = (database: string): string => `postgres://carillon@/${database}?host=${encodeURIComponent(folder)}`;
  await untilReady(url('postgres'));
  return {
    url: url('postgres'),
    async stop() {
      const exited = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Creates a database on a server and answers its connection string.
 * @param url the server's, from `startPostgres` @param template the database of which it is a copy; absent = it is empty
 */
export async function createDatabase(url: string, name: string, template?: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
  // Copied as files, as before 15: less than half the work of copying through the log, which nobody reads here.
  const strategy = (rows[0]?.version ?? 0) < 150_000 ? '' : ' strategy file_copy';
  await client.query(`create database ${name}${template === undefined ? '' : ` template ${template}${strategy}`}`);
  await client.end();
  return url.replace('/postgres?', `/${name}?`);
}

/** PostgreSQL refuses to run as root: as root, run it as the user its package made. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function untilReady(url: string): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  for (;;) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(100);
    }
  }
}
