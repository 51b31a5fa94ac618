import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { verifyChain } from '../src/cli/audit-verify.ts';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { RenameAccount } from '../src/operations/chime/RenameAccount.ts';
import type { Operation } from '../src/operation.ts';
import { openDatabase } from '../src/store/open.ts';
import { encodeCall } from './support/call.ts';
import { createHome, readFirstRun, startServer } from './support/server.ts';
import { sign } from './support/sign.ts';

const rounds = 20;
const writers = 6;
/** The process is killed once so much of a round was acknowledged, and some time after that. */
const acknowledgedLeast = 31;
const loadMs = { least: 0, most: 340 };

const firstStarts = 8;
/** From before the folder is made until after the first request could be answered. */
const firstStartMs = { least: 150, most: 700 };
const main = new URL('../src/main.ts', import.meta.url).pathname;

const home = await createHome();
afterAll(() => home.remove());

test(
  'kill -9 under load, twenty times on the same data: whatever was acknowledged is there, with its audit event',
  { timeout: 300_000 },
  async () => {
    const accounts = new Map<string, Account>();
    let acknowledged = 0;
    for (let round = 0; round < rounds; round++) {
      const server = await startServer(home, { CARILLON_REQUESTS_PER_SECOND: '0' });
      const key = readFirstRun(home);
      const underWay = Promise.withResolvers<void>();
      let told = 0;
      const tell = (): void => void ((told += 1) === acknowledgedLeast && underWay.resolve());
      const load = Array.from({ length: writers }, (_, writer) => writeUntilRefused(server.url, key, `Account ${round}-${writer}`, tell));
      // A load that wrote nothing would prove nothing.
      await Promise.race([underWay.promise, Promise.all(load)]);
      await delay(loadMs.least + Math.random() * (loadMs.most - loadMs.least));
      await server.kill();
      const written = (await Promise.all(load)).flat();
      for (const account of written) accounts.set(account.id, account);
      acknowledged += written.reduce((sum, { requestIds }) => sum + requestIds.length, 0);
      await expectEverything(key.awsAccountId, accounts, written);
    }
    expect(acknowledged).toBeGreaterThan(rounds * writers * 5);
    const server = await startServer(home);
    await server.stop();
  },
);

test(
  'kill -9 during the very first start, whenever it comes: the next one is ready, and its administrator’s key works',
  { timeout: 300_000 },
  async () => {
    for (let attempt = 0; attempt < firstStarts; attempt++) {
      const fresh = await createHome();
      const child = spawn(process.execPath, [main, 'start'], { env: fresh.environment, stdio: 'ignore' });
      const ended = once(child, 'exit');
      await delay(firstStartMs.least + Math.random() * (firstStartMs.most - firstStartMs.least));
      child.kill('SIGKILL');
      await ended;
      const server = await startServer(fresh);
      expect(await call(server.url, readFirstRun(fresh), CreateAccount, { Name: 'Acme' })).toBeDefined();
      await server.stop();
      fresh.remove();
    }
  },
);

/** What a client knows about an account: what it was told, and what it asked for without getting an answer. */
interface Account {
  readonly id: string;
  name: string;
  /** The name asked for when the process died. */
  pendingName: string | undefined;
  readonly requestIds: string[];
}

/** Creates accounts and renames each twice, one call after the other, until the server is gone. @param tell called at each answer */
async function writeUntilRefused(url: string, key: Key, prefix: string, tell: () => void): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let index = 0; ; index++) {
    const name = `${prefix}-${index}`;
    const created = await call(url, key, CreateAccount, { Name: name });
    if (!created) return accounts;
    const account: Account = { id: created.accountId, name, pendingName: undefined, requestIds: [created.requestId] };
    accounts.push(account);
    tell();
    for (const next of [`${name} renamed`, `${name} renamed twice`]) {
      account.pendingName = next;
      const renamed = await call(url, key, RenameAccount, { AccountId: account.id, Name: next });
      if (!renamed) return accounts;
      account.name = next;
      account.pendingName = undefined;
      account.requestIds.push(renamed.requestId);
      tell();
    }
  }
}

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** undefined = no answer came. */
async function call(
  url: string,
  key: Key,
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
): Promise<{ requestId: string; accountId: string } | undefined> {
  const { method, target, body } = encodeCall(operation, input);
  const signed = sign({ ...key, method, url: `${url}${target}`, headers: { 'content-type': 'application/json' }, body, date: Date.now() });
  const { host: _, ...headers } = signed;
  let answer: { status: number; requestId: string; text: string };
  try {
    const response = await fetch(`${url}${target}`, { method, headers, body });
    answer = { status: response.status, requestId: response.headers.get('x-amzn-requestid') ?? '', text: await response.text() };
  } catch {
    return undefined;
  }
  expect(answer, answer.text).toMatchObject({ status: expect.toSatisfy((status) => status === 200 || status === 201) });
  return { requestId: answer.requestId, accountId: /"AccountId":"([^"]+)"/.exec(answer.text)?.[1] ?? '' };
}

/** Looks into the database that the killed process left. */
async function expectEverything(awsAccountId: string, accounts: ReadonlyMap<string, Account>, newest: readonly Account[]): Promise<void> {
  const { dataDir, environment } = home;
  const databaseUrl = environment['DATABASE_URL'];
  const database = await openDatabase({ dataDir, databaseUrl, databaseConnections: 2, secretKey: undefined }, randomBytes);
  const stored = await database.read(awsAccountId, (tx) => tx.query(tx.sql.selectFrom('accounts').select(['id', 'name'])));
  const events = await database.read(awsAccountId, (tx) => tx.query(tx.sql.selectFrom('audit_events').select(['id', 'event_name'])));
  const chain = await database.read(awsAccountId, verifyChain);
  await database.close();

  const names = new Map(stored.map(({ id, name }) => [id, name]));
  for (const { id, name, pendingName } of accounts.values()) expect([name, pendingName], `account ${id}`).toContain(names.get(id));
  const eventIds = new Set(events.map(({ id }) => id));
  for (const { requestIds } of newest) for (const id of requestIds) expect(eventIds.has(id), `audit event ${id}`).toBe(true);
  // What nobody was told of is there as a whole or not at all.
  expect(events.filter(({ event_name }) => event_name === 'CreateAccount')).toHaveLength(stored.length);
  expect(chain).toMatchObject({ checked: events.length, finding: undefined });
  if (databaseUrl === undefined) {
    const file = new DatabaseSync(join(dataDir, 'carillon.db'), { readOnly: true });
    expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    file.close();
  }
}
