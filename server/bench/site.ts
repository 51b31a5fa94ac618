import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import pg from 'pg';
import { createAccount } from '../src/store/accounts.ts';
import { openDatabase } from '../src/store/open.ts';
import { createHome, readFirstRun, startServer, type Home } from '../test/support/server.ts';
import { sign } from '../test/support/sign.ts';
import type { Load, Plan } from './load.ts';

const run = promisify(execFile);

/** The processor of whatever is measured; everything else, this process too, has the other one. */
export const measuredCpu = ['taskset', '-c', '0'] as const;

/** A folder and database of its own with the first administrator in it. Servers of it run on the measured processor. */
export interface Site {
  readonly home: Home;
  readonly key: ReturnType<typeof readFirstRun>;
}

/** As a server runs that is used, with the throttle on but out of reach. */
export const busy = { CARILLON_LOG_LEVEL: 'warn', CARILLON_REQUESTS_PER_SECOND: '1000000', CARILLON_REQUEST_BURST: '1000000' } as const;

/** @param postgresUrl a PostgreSQL server's, absent = SQLite */
export async function createSite(postgresUrl?: string): Promise<Site> {
  if (postgresUrl === undefined) delete process.env['CARILLON_TEST_POSTGRES_URL'];
  else process.env['CARILLON_TEST_POSTGRES_URL'] = postgresUrl;
  const home = { ...(await createHome()), launcher: measuredCpu };
  const server = await startServer(home, busy);
  await server.stop();
  return { home, key: readFirstRun(home) };
}

/** Creates a Chime account with so many users, in one statement. */
export async function seed({ home, key }: Site, accountId: string, users: number): Promise<void> {
  const { dataDir, environment } = home;
  const databaseUrl = environment['DATABASE_URL'];
  const database = await openDatabase({ dataDir, databaseUrl, databaseConnections: 1 }, randomBytes);
  await database.write(key.awsAccountId, (tx) => createAccount(tx, { id: accountId, name: `With ${users} users`, now: 0 }));
  await database.close();
  // Ids like those of users who were created one after the other, and a PIN for each.
  const columns = `account_id, id, primary_email, license_type, user_type, registration_status, invitation_status, pin, managed_by, invited_on, registered_on, created_at`;
  const values = (id: string, pin: string): string =>
    `'${accountId}', ${id}, 'user' || n || '@example.com', 'Pro', 'PrivateUser', 'Registered', 'Accepted', ${pin}, 'carillon', 1767225600000 + n, 1767225600000 + n, 1767225600000 + n`;
  const prefix = accountId.slice(0, 8);
  if (databaseUrl === undefined) {
    const sqlite = new DatabaseSync(join(dataDir, 'carillon.db'));
    const pin = `printf('%d%09d', ${prefix.slice(-1)}, n)`;
    sqlite.exec(
      `insert into users (${columns}) with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${users})
       select ${values(`printf('${prefix}-0000-7000-8000-%012d', n)`, pin)} from numbers; analyze`,
    );
    sqlite.close();
  } else {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    const number = (width: number): string => `lpad(n::text, ${width}, '0')`;
    await client.query(
      `insert into users (${columns}) select ${values(`'${prefix}-0000-7000-8000-' || ${number(12)}`, `'${prefix.slice(-1)}' || ${number(9)}`)} from generate_series(1, ${users}) as n`,
    );
    await client.query('vacuum analyze users');
    await client.end();
  }
}

export function userId(accountId: string, number: number): string {
  return `${accountId.slice(0, 8)}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** A signed request as it goes over the wire, good for five minutes. */
export function signedBytes(url: string, key: Site['key'], method: string, target: string, body = ''): string {
  const { accessKeyId, secretAccessKey } = key;
  const typed = body === '' ? {} : { 'content-type': 'application/json' };
  const headers = sign({ method, url: `${url}${target}`, headers: typed, body, accessKeyId, secretAccessKey, date: Date.now() });
  const sent = {
    ...headers,
    'user-agent': 'aws-cli/2.9.19 Python/3.11.2',
    accept: '*/*',
    ...(body !== '' && { 'content-length': String(body.length) }),
  };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** A load, and what it cost the process that answered it. */
export interface Measured extends Load {
  /** Requests per second of the server's own time on its processor, waiting and other programs left out. */
  readonly perCpuSecond: number;
}

/** Runs a load in a process of its own, on this process's processor. @param pid of the server */
export async function load(pid: number, plan: Plan): Promise<Measured> {
  const before = cpuSeconds(pid);
  const result = await runLoad(plan);
  return { ...result, perCpuSecond: result.count / (cpuSeconds(pid) - before) };
}

async function runLoad(plan: Plan): Promise<Load> {
  const running = run(process.execPath, [new URL('load.ts', import.meta.url).pathname], { maxBuffer: 2 ** 24 });
  running.child.stdin?.end(JSON.stringify(plan));
  const { stdout } = await running;
  const result: Load = JSON.parse(stdout);
  return result;
}

/** User and system time of a process and its threads. The kernel counts in hundredths of a second. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** A bare Fastify on the measured processor that answers `body`. @param stores also stores as many bytes as the site's database would be given */
export async function startPeer({ home }: Site, body: string, stores = false): Promise<{ port: number; pid: number; stop(): void }> {
  const file = join(home.dataDir, `${randomBytes(8).toString('hex')}.json`);
  writeFileSync(file, body);
  const store = stores ? [home.environment['DATABASE_URL'] ?? `${file}.log`] : [];
  const [command, ...args] = [...measuredCpu, process.execPath, new URL('peer.ts', import.meta.url).pathname, file, ...store];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { port: Number(String(line).trim()), pid: child.pid ?? 0, stop: () => void child.kill('SIGTERM') };
}
