import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { compose, createHttpServer, openConnections } from '../compose.ts';
import { readConfig, type Config } from '../config.ts';
import { OperatorError, messageOf } from '../errors.ts';
import type { FrontDoor } from '../http/arrival.ts';
import { readConsoleFiles } from '../http/console/files.ts';
import { allJobs } from '../jobs/all.ts';
import type { Job } from '../jobs/job.ts';
import { createRunner } from '../jobs/runner.ts';
import { createSendMail } from '../jobs/send-mail.ts';
import { createMailer } from '../mail/mailer.ts';
import { checkStore } from '../objects/check.ts';
import type { Objects } from '../objects/object-store.ts';
import { openObjectStore } from '../objects/open-object-store.ts';
import type { Database } from '../store/database.ts';
import { createFirstAdministrator, type FirstAdministrator } from '../store/first-run.ts';
import { serverFolder } from '../places.ts';
import { freeLeases } from '../store/leases.ts';
import { databaseFile, lockFolder, openDatabase } from '../store/open.ts';
import type { Command, Shell } from './command.ts';
import type { startDemo } from './demo.ts';
import { createHost } from './host.ts';

/** How soon events that no write carried are stored. */
const auditFlushMs = 100;
/** How soon that is tried again when the database did not take them. */
const auditRetryMs = 1_000;
/** How soon a change another process made to identities is seen. */
const identityPollMs = 1_000;
/** How long requests under way may take to finish once a stop was asked for. */
const drainMs = 10_000;
/** How soon a connection is closed whose last request ended meanwhile. */
const sweepMs = 50;

/** Starts the server, prints how to reach it, and runs until it is asked to stop. */
export const start: Command = {
  name: 'start',
  usage: 'start [settings]                 Start the server.',
  async run(shell, args) {
    const config = readConfig(args, shell.environment);
    shell.log.level = config.logLevel;
    // Before the database is opened, and so perhaps migrated, under a server that is running.
    const lock = config.databaseUrl === undefined ? lockFolder(config.dataDir) : undefined;
    try {
      const database = await openDatabase(config, shell.machine.random);
      try {
        // Whoever worked on this folder before is dead, however it died: what it was at is taken up at once.
        if (lock) await database.write('', freeLeases);
        await serve(shell, config, database);
      } finally {
        await database.close();
      }
    } finally {
      lock?.release();
    }
  },
};

async function serve(shell: Shell, config: Config, database: Database): Promise<void> {
  const { machine, log } = shell;
  let url = '';
  const publicUrl = (): string => config.publicUrl ?? url;
  const objects = openObjectStore(config, { vault: database.vault, publicUrl }, machine);
  const connections = { ...openConnections(config), objects, host: createHost(machine, database, config.dataDir) };
  const arrivals = join(config.dataDir, 'arrivals');
  const jobs = [...allJobs(connections, machine, arrivals), ...mailJobs(config, shell, publicUrl)];
  const runner = createRunner(database, jobs, machine, log);
  const flusher = createFlusher(() => door.services.trail.flush(), log);
  const door = compose({
    machine,
    database,
    requestsPerSecond: config.requestsPerSecond,
    requestBurst: config.requestBurst,
    strict: false,
    consoleUrl: config.consoleUrl,
    connections,
    version: shell.version,
    attachments: { arrivals, quotaBytes: config.attachmentQuotaMb * 1_000_000 },
    publicUrl,
    sendsMail: config.smtpUrl !== undefined,
    nudge: runner.nudge,
    scheduleFlush: flusher.schedule,
  });
  const app = createHttpServer(
    door,
    {
      version: shell.version,
      documents: readDocuments(),
      consoleFiles: readConsoleFiles(consoleFolder),
      url: publicUrl,
      ready: () => isReady(database),
    },
    config.trustedProxies,
  );
  url = await listen(app, config);
  let checking: Promise<void> | undefined;
  const poll = setInterval(() => void pollIdentities(door, shell), identityPollMs);
  try {
    const demonstration = config.demo ? await demonstrate(shell, config, { database, connections, url }) : [];
    const administrator = await createFirstAdministrator(database, machine, (created) => keepCredential(config, url, created));
    announce(shell, config, url, administrator);
    for (const line of demonstration) shell.print(line);
    await pollIdentities(door, shell);
    runner.start();
    shell.print('Ready');
    // Not before: a store that is slow must not keep the server from answering.
    checking = tellAboutStore(objects, shell);
    await shell.stopRequested();
  } finally {
    clearInterval(poll);
    await drain(app);
    flusher.stop();
    await runner.stop();
    objects.close();
    await checking;
  }
  await door.scim.idle();
  await door.services.trail.flush({ keyUse: true });
}

/** Most servers show nothing, and are up sooner without what a demonstration is made of. */
async function demonstrate(...given: Parameters<typeof startDemo>): Promise<string[]> {
  const demo = await import('./demo.ts');
  return demo.startDemo(...given);
}

/** Stores waiting audit events a while after the first of them, and again after a failure. */
function createFlusher(flush: () => Promise<void>, log: Shell['log']): { schedule(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const flushAfter = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().catch((error: unknown) => {
        log.error({ err: error }, 'Audit events could not be stored yet; they are kept and tried again.');
        flushAfter(auditRetryMs);
      });
      // Waiting events do not keep a process alive that is ending; it stores them itself.
    }, ms).unref();
  };
  return { schedule: () => flushAfter(auditFlushMs), stop: () => clearTimeout(timer) };
}

/** Says once in the log what of the object store works: standard output ends with Ready. */
async function tellAboutStore(objects: Objects, { machine, log }: Shell): Promise<void> {
  try {
    const checks = await checkStore(objects, `checks/${machine.newId()}`, machine.now());
    const works = checks.filter(({ trouble }) => trouble === undefined).map(({ what }) => what);
    const failed = checks.filter(({ trouble }) => trouble !== undefined);
    const store = objects.place;
    if (failed.length === 0) log.info({ store, works }, 'The object store works.');
    else log.warn({ store, works, failed }, 'The object store does not do all that Carillon needs; `carillon objects check` tries again.');
  } catch (error) {
    log.warn({ err: error, store: objects.place }, 'The object store could not be checked.');
  }
}

/** Without a mail server, messages wait in the outbox. */
function mailJobs({ smtpUrl, mailFrom, supportAddress }: Config, { machine }: Shell, publicUrl: () => string): Job[] {
  if (smtpUrl === undefined || mailFrom === undefined) return [];
  return [createSendMail({ mailer: createMailer({ smtpUrl, from: mailFrom }), publicUrl, supportAddress, ...machine })];
}

/** Takes no more connections, and waits for the requests under way. */
async function drain(app: FastifyInstance): Promise<void> {
  const force = setTimeout(() => app.server.closeAllConnections(), drainMs);
  // Closing ends the connections that are idle by then; the others would be kept alive after their request.
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
  await app.close();
  clearTimeout(force);
  clearInterval(sweep);
}

async function pollIdentities(door: FrontDoor, { log }: Shell): Promise<void> {
  try {
    await door.services.identities.poll();
  } catch (error) {
    // Rights may have changed unseen: reading them anew fails closed while the database is away.
    door.services.identities.forgetAll();
    log.warn({ err: error }, 'The database did not answer the look for changed identities.');
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'EADDRINUSE' ? 'another program is using it' : messageOf(cause);
    throw new OperatorError(
      `Carillon cannot listen on ${host}:${port}: ${why}. Choose another port with CARILLON_PORT (0 = any free one).`,
      { cause },
    );
  }
}

async function isReady(database: Database): Promise<{ ready: true } | { ready: false; why: string }> {
  if (!database.takesChanges()) return { ready: false, why: 'the disk failed to confirm a change: see to it, then restart the server' };
  try {
    await database.read('', (tx) => tx.query(tx.sql.selectFrom('meta').select('key').limit(1)));
    return { ready: true };
  } catch {
    return { ready: false, why: 'the database does not answer' };
  }
}

/** Where `npm start` builds the console. */
const consoleFolder = new URL('../console/dist/', serverFolder);

const documents = [
  ['/openapi.json', 'openapi.json'],
  ['/account-resource.schema.json', 'account-resource.schema.json'],
  ['/v1/chime/chime.json', 'v1/chime/chime.json'],
] as const;

function readDocuments(): Map<string, { type: string; body: string }> {
  return new Map(
    documents.map(([path, file]) => [
      path,
      { type: 'application/json', body: readFileSync(new URL(`../generated/${file}`, serverFolder), 'utf8') },
    ]),
  );
}

function firstRunFile({ dataDir }: Config): string {
  return join(dataDir, 'first-run.json');
}

function keepCredential(config: Config, url: string, { setupToken, ...administrator }: FirstAdministrator): void {
  const file = firstRunFile(config);
  const content = `${JSON.stringify({ url, ...administrator, setupUrl: setupUrl(url, setupToken) }, undefined, 2)}\n`;
  try {
    writeFileSync(file, content, { mode: 0o600, flush: true });
    chmodSync(file, 0o600);
  } catch (cause) {
    const why = messageOf(cause);
    throw new OperatorError(
      `The first administrator's credential cannot be kept in ${file}: ${why}. Nothing was set up; mend that and start again.`,
      { cause },
    );
  }
}

/** The token stands behind the mark, so that no log and no other site ever sees it. */
function setupUrl(url: string, token: string): string {
  return `${url}/setup#${token}`;
}

function announce({ print, version }: Shell, config: Config, url: string, administrator: FirstAdministrator | undefined): void {
  print(`Carillon ${version}`);
  print(`  Console and API   ${url}`);
  print(`  Data              ${config.databaseUrl === undefined ? `${databaseFile(config)} (SQLite)` : 'PostgreSQL (DATABASE_URL)'}`);
  const file = firstRunFile(config);
  if (!administrator) {
    if (existsSync(file)) print(`  Administrator     the access key is in ${file}`);
    return;
  }
  print(`  First administrator of AWS account ${administrator.awsAccountId}: shown this once, and kept in ${file}`);
  print(`  Choose a password for the console at ${setupUrl(url, administrator.setupToken)}`);
  print('  Paste these lines to use it from a terminal:');
  print('');
  print(
    `export AWS_ACCESS_KEY_ID=${administrator.accessKeyId} AWS_SECRET_ACCESS_KEY=${administrator.secretAccessKey} AWS_DEFAULT_REGION=us-east-1`,
  );
  print(`export AWS_ENDPOINT_URL_CHIME=${url} AWS_ENDPOINT_URL_IAM=${url} AWS_ENDPOINT_URL_STS=${url}`);
  print(`aws --endpoint-url ${url} chime create-account --name Acme`);
  print('');
}
