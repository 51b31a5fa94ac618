import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { readConsoleFiles, type ConsoleFiles } from '../../../server/src/http/console/files.ts';
import type { FrontDoor } from '../../../server/src/http/arrival.ts';
import { allJobs } from '../../../server/src/jobs/all.ts';
import { registerJob } from '../../../server/src/store/jobs.ts';
import { fillDemo, type DemoCredentials } from '../../../server/src/demo/fill.ts';
import type { Database } from '../../../server/src/store/database.ts';
import { createTestDatabase } from '../../../server/test/support/database.ts';
import { jobRun } from '../../../server/test/support/jobs.ts';
import { listen, type Listening } from '../../../server/test/support/listening.ts';
import { chromium } from '../../../server/test/support/peers.ts';
import { linkTo } from '../../../server/test/support/portal.ts';
import { connect, folderOf, hostOf, localConnections, publicUrl } from '../../../server/test/support/world.ts';

/** Far beyond what a page takes on a busy machine. */
const patienceMs = 90_000;

/** The demonstration behind a real server, and a browser. */
export interface Stage {
  readonly url: string;
  readonly credentials: DemoCredentials;
  /** The demonstration's accounts by name. */
  readonly accounts: ReadonlyMap<string, string>;
  /**
   * A browser window in which this operator is signed in, as in another tab of the browser of the operator's first
   * window; undefined = a window of a browser of its own, in which nobody is.
   */
  open(userName: string | undefined, options?: WindowOptions): Promise<Visitor>;
  /** Brings so many people into an account, `person-00001@grown.example` and so on. */
  grow(accountId: string, people: number): Promise<void>;
  /** The path of the link in the newest message to the address, as the operator reads it in the outbox. */
  linkTo(email: string): Promise<string>;
  /** Stores what no write has carried yet: reads, refusals, why they were refused. A server does so ten times a second. */
  flush(): Promise<void>;
  /** Runs a job once, as a server does by itself. */
  run(job: string): Promise<void>;
  close(): Promise<void>;
}

interface WindowOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  /** Whether the operator signs in in a browser of their own, because this one loses its session. */
  readonly alone?: boolean;
}

/** Somebody at the console. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser refused or complained about since the last look; looked at by each test that ends. */
  readonly complaints: string[];
  /** Goes to a page of the console and waits until it is there. */
  goto(path: string): Promise<void>;
  close(): Promise<void>;
}

/** What `npm test` has built. Throws if it has not. */
export function builtConsole(): ConsoleFiles {
  const files = readConsoleFiles(new URL('../../dist/', import.meta.url));
  if (!files) throw new Error('The console is not built. Run node scripts/console.mjs first; npm test does.');
  return files;
}

/** @param instant at which all clocks of the server stand still, epoch milliseconds; absent = they go as everywhere */
export async function createStage(instant?: number): Promise<Stage> {
  const consoleFiles = builtConsole();
  const { database, dataDir, remove } = await createTestDatabase();
  const clock = { now: () => instant ?? Date.now(), advance: () => undefined };
  const now = clock.now();
  const objects = folderOf(dataDir, { vault: database.vault, publicUrl: () => publicUrl }, clock);
  const attachments = { arrivals: join(dataDir, 'arrivals'), quotaBytes: 100_000_000 };
  const surroundings = {
    now,
    random: randomBytes,
    connections: { ...localConnections, objects, host: hostOf(clock) },
    publicUrl: () => publicUrl,
    keep: () => undefined,
  };
  const credentials = await fillDemo(database, surroundings);
  if (!credentials) throw new Error('The database was not empty.');
  const faults: unknown[] = [];
  const world = { ...connect(database, clock, faults, { connections: localConnections, objects, attachments }) };
  await registerJobs(world.door, database, now);
  const server: Listening = await listen(world, { consoleFiles });
  const browser: Browser = await playwright.launch({ executablePath: chromium.command, args: ['--no-sandbox'] });
  const url = `http://${server.host}`;
  const sessions = new Map<string, BrowserContext>();
  const accounts = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('accounts').select(['id', 'name']).where('deleted_at', 'is', null)),
  );
  return {
    url,
    credentials,
    accounts: new Map(accounts.map(({ id, name }) => [name, id])),
    open: (userName, options = {}) => visit({ browser, url, credentials, sessions }, userName, options),
    grow: (accountId, people) => grow(database, accountId, people, now),
    linkTo: (email) => linkTo({ database }, email),
    flush: () => world.door.services.trail.flush(),
    run: async (job) => void (await jobRun({ database, clock, door: world.door }, job)),
    async close() {
      await browser.close();
      await server.close();
      await world.door.services.trail.flush({ keyUse: true });
      objects.close();
      await remove();
      const [fault] = faults;
      if (fault !== undefined) throw fault;
    },
  };
}

/** Rows of one statement. */
const rowsMax = 500;

async function grow(database: Database, accountId: string, people: number, now: number): Promise<void> {
  const rows = Array.from({ length: people }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    return {
      account_id: accountId,
      id: `${accountId.slice(0, 24)}${number.padStart(12, '0')}`,
      primary_email: `person-${number}@grown.example`,
      license_type: 'Pro',
      user_type: 'PrivateUser',
      registration_status: 'Registered',
      invitation_status: 'Accepted',
      pin: `91000${number}`,
      managed_by: 'carillon',
      source_active: 1,
      invited_on: now,
      registered_on: now,
      created_at: now,
    } as const;
  });
  await database.write('', async (tx) => {
    for (let from = 0; from < rows.length; from += rowsMax)
      await tx.query(tx.sql.insertInto('users').values(rows.slice(from, from + rowsMax)));
  });
}

/** As a server does when it starts; nobody runs them here. */
async function registerJobs({ services, attachments }: FrontDoor, database: Database, now: number): Promise<void> {
  const jobs = allJobs(services.connections, services, attachments.arrivals);
  await database.write('', async (tx) => {
    for (const { name } of jobs) await registerJob(tx, name, now);
  });
}

interface Place {
  readonly browser: Browser;
  readonly url: string;
  readonly credentials: DemoCredentials;
  /** By user name, the browsers in which operators are signed in. */
  readonly sessions: Map<string, BrowserContext>;
}

async function visit(
  { browser, url, credentials, sessions }: Place,
  userName: string | undefined,
  { colorScheme = 'light', width = 1280, alone = userName === undefined }: WindowOptions,
): Promise<Visitor> {
  const known = alone ? undefined : sessions.get(userName ?? '');
  const context = known ?? (await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' }));
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refusal is shown on the page; that the browser notes it, too, is nothing wrong.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  const look = (request: Request): void => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:') && !request.url().startsWith('blob:'))
      complaints.push(`A request to another origin: ${request.url()}`);
  };
  context.on('request', look);
  if (userName !== undefined && !known) await signIn(page, url, credentials, userName);
  if (userName !== undefined && !alone) sessions.set(userName, context);
  return {
    page,
    context,
    complaints,
    async goto(path) {
      await page.goto(`${url}/console${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    },
    async close() {
      if (alone) return context.close();
      context.off('request', look);
      // The next window of this browser shows tables as a new one does.
      await page.evaluate('localStorage.clear()');
      await page.close();
    },
  };
}

/** Types account, user and password at the console's door. */
export async function signIn(page: Page, url: string, credentials: DemoCredentials, userName: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('AWS account id or alias').fill(credentials.alias);
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(passwordOf(credentials, userName));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: /^Accounts/ }).waitFor();
}

export function passwordOf({ operators }: DemoCredentials, userName: string): string {
  const operator = operators.find((one) => one.userName === userName);
  if (!operator) throw new Error(`The demonstration has no operator ${userName}.`);
  return operator.password;
}
