import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createDatabase } from './postgres.ts';

/** The command `carillon`. */
export const main: string = fileURLToPath(new URL('../../carillon.mjs', import.meta.url));
/** What `npm start` tells Node. */
export const nodeFlags: readonly string[] =
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
    .match(/"start": "node (.*?) ?server\/carillon\.mjs start"/)?.[1]
    ?.split(' ') ?? [];
/** Far beyond what a start or a command takes on a busy machine. */
const patienceMs = 60_000;

/** Where a server of its own keeps its data: a temporary folder, and a new database of the engine under test. */
export interface Home {
  readonly dataDir: string;
  /** The whole environment of its processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** A program that starts the processes, with its arguments; absent = none. */
  readonly launcher?: readonly string[];
  remove(): void;
}

export async function createHome(): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-home-'));
  const postgres = process.env['CARILLON_TEST_POSTGRES_URL'];
  const databaseUrl = postgres === undefined ? undefined : await createDatabase(postgres, `home_${randomBytes(8).toString('hex')}`);
  const dataDir = join(folder, 'data');
  return {
    dataDir,
    environment: {
      PATH: process.env['PATH'] ?? '',
      CARILLON_DATA_DIR: dataDir,
      CARILLON_PORT: '0',
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a process said and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `carillon …args` to its end. @param more environment variables over those of the home */
export async function carillon(home: Home, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const { process: child, outcome } = run(home, args, more);
  const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  try {
    return await outcome;
  } finally {
    clearTimeout(impatience);
  }
}

/** A real server process that has printed `Ready`. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** Everything printed on standard output so far. */
  readonly printed: string;
  /** SIGTERM, and waits for the end. Throws unless the exit code is 0. */
  stop(): Promise<Outcome>;
  /** SIGTERM without waiting; `ended` tells when it is over. */
  terminate(): void;
  /** SIGKILL: the process ends as in a power cut, and this waits until it has. */
  kill(): Promise<void>;
  readonly ended: Promise<Outcome>;
}

/**
 * Starts the server and waits until it is ready. Throws with what it said if it ends before.
 * @param waitMs for starts that have more to do than others
 */
export async function startServer(
  home: Home,
  more: Readonly<Record<string, string>> = {},
  waitMs: number = patienceMs,
): Promise<RunningServer> {
  const { process: child, outcome, said } = run(home, ['start'], more);
  await untilReady(child, said, outcome, waitMs);
  const url = /Console and API +(\S+)/.exec(said.stdout)?.[1];
  if (url === undefined) throw new Error(`The server printed no address:\n${said.stdout}`);
  return {
    url,
    pid: child.pid ?? 0,
    get printed() {
      return said.stdout;
    },
    async stop() {
      child.kill('SIGTERM');
      const ended = await outcome;
      if (ended.code !== 0) throw new Error(`The server ended with ${ended.code}:\n${ended.stderr}`);
      return ended;
    },
    terminate: () => void child.kill('SIGTERM'),
    async kill() {
      child.kill('SIGKILL');
      await outcome;
    },
    ended: outcome,
  };
}

const FirstRun = z.strictObject({
  url: z.url(),
  awsAccountId: z.string().regex(/^\d{12}$/),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  setupUrl: z.url(),
});

/** The first administrator's credential, as `first-run.json` has it. */
export function readFirstRun({ dataDir }: Home): z.output<typeof FirstRun> {
  return FirstRun.parse(JSON.parse(readFileSync(join(dataDir, 'first-run.json'), 'utf8')));
}

function run(home: Home, args: readonly string[], more: Readonly<Record<string, string>>) {
  const [command = '', ...rest] = [...(home.launcher ?? []), process.execPath, ...nodeFlags, main, ...args];
  const child = spawn(command, rest, { env: { ...home.environment, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const outcome = once(child, 'close').then(() => ({ code: child.exitCode, ...said }));
  return { process: child, outcome, said };
}

async function untilReady(
  child: ChildProcess,
  said: { stdout: string; stderr: string },
  outcome: Promise<Outcome>,
  waitMs: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<'ready' | 'late'>();
  const impatience = setTimeout(() => resolve('late'), waitMs);
  child.stdout?.on('data', () => {
    if (/^Ready$/m.test(said.stdout)) resolve('ready');
  });
  const first = await Promise.race([promise, outcome.then(() => 'ended' as const)]);
  clearTimeout(impatience);
  if (first === 'ready') return;
  child.kill('SIGKILL');
  throw new Error(`The server was not ready but ${first}:\n${said.stdout}${said.stderr}`);
}
