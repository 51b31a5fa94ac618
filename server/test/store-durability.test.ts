import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Database, Tx } from '../src/store/database.ts';
import { openDatabase } from '../src/store/open.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

/** The most that the log may hold, and one group of writes more. */
const logBytesMax = 160 * 2 ** 20;
/** Unlike any other in each of its pages: SQLite writes only what changes. */
const megabyteOf = (number: number): string => `${number} `.repeat(2 ** 18);

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

describe.skipIf(process.env['CARILLON_TEST_POSTGRES_URL'] !== undefined)('SQLite keeps what it acknowledged', () => {
  test('whatever was answered is in what had been put on disk by then', async () => {
    const store = await createTestDatabase();
    const disk = fs.mkdtempSync(join(store.dataDir, 'disk-'));
    for (const file of ['secret.key', 'carillon.db', 'carillon.db-wal']) fs.copyFileSync(join(store.dataDir, file), join(disk, file));
    onSync((sync, fd, done) =>
      // What is in the file when the sync is asked for is on disk when it is answered.
      fs.copyFile(join(store.dataDir, 'carillon.db-wal'), join(disk, 'carillon.db-wal.next'), () =>
        sync(fd, (error) => {
          fs.renameSync(join(disk, 'carillon.db-wal.next'), join(disk, 'carillon.db-wal'));
          done(error);
        }),
      ),
    );
    const answered: string[] = [];
    for (let round = 0; round < 10; round++) {
      const keys = Array.from({ length: 20 }, (_, index) => `${round}.${index}`);
      const writes = keys.map((key) => store.database.write('', (tx) => put(tx, key, 'x')).then(() => answered.push(key)));
      await Promise.race(writes);
      const known = [...answered];
      // A power cut now would leave this.
      const cut = fs.mkdtempSync(join(store.dataDir, 'cut-'));
      for (const file of fs.readdirSync(disk)) fs.copyFileSync(join(disk, file), join(cut, file));
      expect(await keysIn(cut)).toEqual(expect.arrayContaining(known));
      await Promise.all(writes);
    }
    await store.remove();
  });

  test('after a crowd of writes the next ones are waited for and share a sync; one after the other, each has its own', async () => {
    const store = await createTestDatabase();
    let syncs = 0;
    onSync((sync, fd, done) => {
      syncs += 1;
      sync(fd, done);
    });
    const write = (key: string) => store.database.write('', (tx) => put(tx, key, 'x'));
    const twoInTurn = async (): Promise<number> => {
      const before = syncs;
      const first = write(`${before} first`);
      await setImmediate();
      await Promise.all([first, write(`${before} second`)]);
      return syncs - before;
    };
    expect(await twoInTurn()).toBe(2);
    await Promise.all(['a', 'b', 'c'].map(write));
    expect(syncs).toBe(3);
    expect(await twoInTurn()).toBe(1);
    expect(await twoInTurn()).toBe(2);
    await store.remove();
  });

  test('nobody reads what is not on disk yet', async () => {
    const store = await createTestDatabase();
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    onSync((sync, fd, done) => {
      asked.resolve();
      void gate.promise.then(() => sync(fd, done));
    });
    let answered = false;
    const write = store.database.write('', (tx) => put(tx, 'new', 'x')).then(() => (answered = true));
    await asked.promise;
    for (let turn = 0; turn < 10; turn++) {
      await setImmediate();
      expect(await find(store.database, 'new')).toBeUndefined();
    }
    expect(answered).toBe(false);
    gate.resolve();
    await write;
    expect(await find(store.database, 'new')).toBe('x');
    await store.remove();
  });

  test('a change that the disk does not confirm is answered without a promise, is never read, and nothing is written after it until the next start', async () => {
    const store = await createTestDatabase();
    const { database, dataDir } = store;
    await database.write('', (tx) => put(tx, 'before', 'x'));
    const sync = Promise.withResolvers<fs.NoParamCallback>();
    onSync((_, __, done) => sync.resolve(done));
    const first = database.write('', (tx) => put(tx, 'unconfirmed', 'x'));
    const answerSync = await sync.promise;
    const waiting = database.write('', (tx) => put(tx, 'waiting', 'x'));
    answerSync(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    await expect(first).rejects.toMatchObject({ status: 503, message: expect.stringContaining('may or may not') });
    await expect(waiting).rejects.toMatchObject({ status: 503 });
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    // A disk that works again, or says so, is not believed.
    for (const write of [database.write, database.writeLazily, database.writeStep, database.rehearse])
      await expect(write('', (tx) => put(tx, 'after', 'x'))).rejects.toMatchObject({
        status: 503,
        message: expect.stringContaining('restart the server'),
      });
    expect([await find(database, 'before'), await find(database, 'unconfirmed')]).toEqual(['x', undefined]);
    // What `/readyz` asks: balancers send nobody here any more.
    expect(database.takesChanges()).toBe(false);
    const file = fs.readFileSync(join(dataDir, 'carillon.db'));
    await database.close();
    // Closing copies nothing from a log that the disk may not hold; opening reads as much of it as is whole.
    expect(fs.readFileSync(join(dataDir, 'carillon.db')).equals(file)).toBe(true);
    const again = await open(dataDir);
    await again.write('', (tx) => put(tx, 'again', 'x'));
    expect([await find(again, 'before'), await find(again, 'again'), await find(again, 'waiting')]).toEqual(['x', 'x', undefined]);
    await again.close();
    fs.rmSync(dataDir, { recursive: true });
  });

  test('the log is emptied beside the writes: it stays within its bound, and nothing is lost', { timeout: 120_000 }, async () => {
    const store = await createTestDatabase();
    expect(await writeMegabytes(store, 160)).toBeLessThan(logBytesMax);
    await expectWhole(store, 160);
  });

  test(
    'threads that die while they empty the log do no harm, the log stays within its bound, and the operator is told once',
    { timeout: 120_000 },
    async () => {
      const store = await createTestDatabase();
      const warnings: string[] = [];
      const warned = ({ message }: Error): void => void (message.includes('write-ahead log') && warnings.push(message));
      process.on('warning', warned);
      let died = 0;
      const kill = (worker: Worker): void => {
        died += 1;
        void worker.terminate();
      };
      process.on('worker', kill);
      expect(await writeMegabytes(store, 160)).toBeLessThan(logBytesMax);
      process.off('worker', kill);
      expect(died).toBeGreaterThan(1);
      process.off('warning', warned);
      expect(warnings).toEqual([expect.stringContaining('could not be copied into the database beside the writes')]);
      // The next thread lives.
      expect(await writeMegabytes(store, 60)).toBeLessThan(logBytesMax);
      await expectWhole(store, 60);
    },
  );
});

type Sync = typeof fs.fdatasync;

/** Stands between the program and the disk. */
function onSync(between: (sync: Sync, fd: number, done: fs.NoParamCallback) => void): void {
  const sync = fs.fdatasync;
  vi.spyOn(fs, 'fdatasync').mockImplementation((fd, done) => between(sync, fd, done));
  syncBuiltinESMExports();
}

/** Writes a row of a megabyte over and over; answers the greatest length the log came to. */
async function writeMegabytes({ database, dataDir }: TestDatabase, count: number): Promise<number> {
  let longest = 0;
  for (let written = 0; written < count; written += 4) {
    const numbers = [1, 2, 3, 4].map((index) => written + index);
    await Promise.all(numbers.map((number) => database.write('', (tx) => put(tx, `row ${number % 4}`, megabyteOf(number)))));
    longest = Math.max(longest, fs.statSync(join(dataDir, 'carillon.db-wal')).size);
  }
  return longest;
}

async function expectWhole(store: TestDatabase, last: number): Promise<void> {
  await store.database.close();
  expect(fs.existsSync(join(store.dataDir, 'carillon.db-wal'))).toBe(false);
  const file = new DatabaseSync(join(store.dataDir, 'carillon.db'), { readOnly: true });
  expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const { value } = file.prepare(`select value from meta where key = 'row ${last % 4}'`).get() ?? {};
  expect(value === megabyteOf(last)).toBe(true);
  file.close();
  fs.rmSync(store.dataDir, { recursive: true });
}

function open(dataDir: string): Promise<Database> {
  return openDatabase({ dataDir, databaseUrl: undefined, databaseConnections: 1, secretKey: undefined }, randomBytes);
}

async function keysIn(dataDir: string): Promise<string[]> {
  const file = new DatabaseSync(join(dataDir, 'carillon.db'));
  const keys = file.prepare('select key from meta').all();
  file.close();
  return keys.map(({ key }) => String(key));
}

async function put(tx: Tx, key: string, value: string): Promise<void> {
  await tx.query(
    tx.sql
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value })),
  );
}

async function find(database: Database, key: string): Promise<string | undefined> {
  const rows = await database.read('', (tx) => tx.query(tx.sql.selectFrom('meta').select('value').where('key', '=', key)));
  return rows[0]?.value;
}
