import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '../../src/operation.ts';
import { createAdministrator, createTenant } from '../../src/store/aws-accounts.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open.ts';
import type { Tables } from '../../src/store/schema.ts';
import { createTestDatabase } from '../support/database.ts';
import { acme, connect, globex, type Reply } from '../support/world.ts';
import type { Key } from './state.ts';

/** Where the simulation's server runs: it can crash, and goes on with what is on disk. */
export interface Site {
  readonly database: Database;
  readonly administrators: readonly { readonly awsAccountId: string; readonly key: Key }[];
  readonly faults: unknown[];
  now(): number;
  advance(ms: number): void;
  send(key: Key, operation: Operation, input: Readonly<Record<string, unknown>>, dryRun?: boolean): Promise<Reply>;
  /** Changes what this version has no operation for. */
  changeUser(id: string, change: Partial<Tables['users']>): Promise<void>;
  changeAccount(id: string, change: Partial<Tables['accounts']>): Promise<void>;
  flush(): Promise<void>;
  /**
   * Drops the server as it is after some turns and goes on with a new one. Whoever is added to `acknowledged` after
   * that was answered by a process that does not exist any more, and is taken out again.
   */
  crash(turns: number, settled: () => Promise<unknown>, acknowledged: Set<string>): Promise<void>;
  close(): Promise<void>;
}

export async function createSite(): Promise<Site> {
  const origin = await createTestDatabase();
  const left: (() => Promise<void>)[] = [() => origin.remove()];
  let { database, dataDir } = origin;
  let time = Date.UTC(2026, 5, 1, 12);
  const faults: unknown[] = [];
  const clock = { now: () => time };
  const administrators = [];
  for (const [awsAccountId, name] of [
    [acme, 'Acme'],
    [globex, 'Globex'],
  ] as const) {
    const administrator = await database.write(awsAccountId, async (tx) => {
      await createTenant(tx, { awsAccountId, name, now: time, random: randomBytes });
      return createAdministrator(tx, { userName: 'admin', now: time, random: randomBytes });
    });
    administrators.push({ awsAccountId, key: { id: administrator.accessKeyId, secret: administrator.secretAccessKey, active: true } });
  }
  let connection = connect(database, clock, faults);

  const reopen = async (): Promise<void> => {
    const { databaseUrl } = origin;
    if (databaseUrl === undefined) dataDir = copyFolder(dataDir, left);
    const opened = await openDatabase({ dataDir, databaseUrl, databaseConnections: 4, secretKey: undefined }, randomBytes);
    left.unshift(() => opened.close());
    database = opened;
    connection = connect(database, clock, faults);
  };
  return {
    get database() {
      return database;
    },
    administrators,
    faults,
    now: clock.now,
    advance: (ms) => void (time += ms),
    send: ({ id, secret }, operation, input, dryRun = false) => connection.withKey(id, secret).attempt(operation, input, { dryRun }),
    changeUser: (id, change) =>
      database.write('', async (tx) => void (await tx.query(tx.sql.updateTable('users').set(change).where('id', '=', id)))),
    changeAccount: (id, change) =>
      database.write('', async (tx) => void (await tx.query(tx.sql.updateTable('accounts').set(change).where('id', '=', id)))),
    flush: () => connection.door.services.trail.flush({ keyUse: true }),
    async crash(turns, settled, acknowledged) {
      for (let turn = 0; turn < turns; turn++) await (turn % 3 === 0 ? new Promise(setImmediate) : undefined);
      // The embedded database stops here as it is on disk. A PostgreSQL server goes on without the client.
      if (origin.databaseUrl !== undefined) await settled();
      const answered = new Set(acknowledged);
      await reopen();
      await settled();
      for (const name of acknowledged) if (!answered.has(name)) acknowledged.delete(name);
    },
    async close() {
      for (const end of left) await end();
    },
  };
}

/** Copies the database as the operating system has it at this moment: nothing in this process runs meanwhile. */
function copyFolder(from: string, left: (() => Promise<void>)[]): string {
  const to = mkdtempSync(join(tmpdir(), 'carillon-crashed-'));
  for (const file of ['secret.key', 'carillon.db', 'carillon.db-wal']) {
    if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file));
  }
  left.push(async () => rmSync(to, { recursive: true }));
  return to;
}
