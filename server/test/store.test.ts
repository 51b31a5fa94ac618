import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { createAccount, getAccount, lockAccount, setLicenses, supportedLicenses } from '../src/store/accounts.ts';
import { createTenant } from '../src/store/aws-accounts.ts';
import { statement, type Database, type Tx } from '../src/store/database.ts';
import { bumpIdentityEpoch, readIdentityEpoch } from '../src/store/principals.ts';
import { license } from '../src/shapes/common.ts';
import { createTestDatabase } from './support/database.ts';

const store = await createTestDatabase();
const { database } = store;
const other = await store.openAgain();
afterAll(async () => {
  await other.close();
  await store.remove();
});

const acme = '111111111111';
await database.write(acme, (tx) =>
  createTenant(tx, { awsAccountId: acme, name: 'Acme', now: 0, random: (bytes) => new Uint8Array(bytes) }),
);

test('a transaction that throws leaves nothing behind, and its error reaches the caller', async () => {
  const refusal = new Error('No.');
  const attempt = database.write(acme, async (tx) => {
    await put(tx, 'thrown', 'x');
    throw refusal;
  });
  await expect(attempt).rejects.toBe(refusal);
  expect(await find(database, 'thrown')).toBeUndefined();
});

test('a statement that fails undoes the whole transaction', async () => {
  await database.write(acme, (tx) => put(tx, 'taken', 'first'));
  const attempt = database.write(acme, async (tx) => {
    await put(tx, 'undone', 'x');
    await put(tx, 'taken', 'second');
  });
  await expect(attempt).rejects.toThrow(/unique/i);
  expect(await find(database, 'undone')).toBeUndefined();
  expect(await find(database, 'taken')).toBe('first');
});

test('a rehearsal answers what it would have done and leaves nothing behind', async () => {
  const seen = await database.rehearse(acme, async (tx) => {
    await put(tx, 'rehearsed', 'x');
    return findIn(tx, 'rehearsed');
  });
  expect(seen).toBe('x');
  expect(await find(database, 'rehearsed')).toBeUndefined();
});

test('a rehearsal between writes takes nothing of theirs back', async () => {
  await Promise.all([
    database.write(acme, (tx) => put(tx, 'before rehearsal', 'x')),
    database.rehearse(acme, (tx) => put(tx, 'between', 'x')),
    database.write(acme, (tx) => put(tx, 'after rehearsal', 'x')),
  ]);
  expect(await find(database, 'before rehearsal')).toBe('x');
  expect(await find(database, 'between')).toBeUndefined();
  expect(await find(database, 'after rehearsal')).toBe('x');
});

test('a read never sees an uncommitted write, of this process or of another', async () => {
  await database.write(acme, async (tx) => {
    await put(tx, 'uncommitted', 'x');
    expect(await find(database, 'uncommitted')).toBeUndefined();
    expect(await find(other, 'uncommitted')).toBeUndefined();
    expect(await findIn(tx, 'uncommitted')).toBe('x');
  });
  expect(await find(database, 'uncommitted')).toBe('x');
  expect(await find(other, 'uncommitted')).toBe('x');
});

test('simultaneous increments of one row all count, from two processes too', async () => {
  const before = await database.read('', readIdentityEpoch);
  await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? database : other).write('', bumpIdentityEpoch)));
  expect(await database.read('', readIdentityEpoch)).toBe(before + 40);
});

test('two simultaneous changes that read before they write lose none, once the account is locked', async () => {
  await database.write(acme, (tx) => createAccount(tx, { id: 'licenses', name: 'Licenses', now: 0 }));
  // Each adds one tier to those it finds: a lost update would leave one out.
  const add = (handle: Database, tier: (typeof license.options)[number]): Promise<unknown> =>
    handle.write(acme, async (tx) => {
      const account = await lockAccount(tx, 'licenses');
      await setLicenses(tx, account, [...supportedLicenses(account), tier], 'Pro');
    });
  await Promise.all([add(database, 'Plus'), add(other, 'ProTrial'), add(database, 'Basic')]);
  const account = await database.read(acme, (tx) => getAccount(tx, 'licenses'));
  expect(supportedLicenses(account)).toEqual(license.options);
});

test('whoever is answered has committed: another process sees the row at once', async () => {
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      await database.write(acme, (tx) => put(tx, `answered ${index}`, 'x'));
      expect(await find(other, `answered ${index}`)).toBe('x');
    }),
  );
});

test('nobody is answered before the commit, however long a neighbour takes', async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const slow = database.write(acme, async (tx) => {
    await put(tx, 'slow', 'x');
    begun.resolve();
    await gate.promise;
  });
  let answered = false;
  const quick = database.write(acme, (tx) => put(tx, 'quick', 'x')).then(() => (answered = true));
  await begun.promise;
  // Where writes share a commit the quick one waits for the slow one; where they do not, it is committed by itself.
  for (let turn = 0; turn < 20; turn++) {
    await setImmediate();
    if (answered) expect(await find(other, 'quick')).toBe('x');
  }
  expect(await find(other, 'slow')).toBeUndefined();
  gate.resolve();
  await Promise.all([slow, quick]);
  expect(await find(other, 'slow')).toBe('x');
  expect(await find(other, 'quick')).toBe('x');
});

test('a request that fails in a group does not disturb its neighbours', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) =>
      database.write(acme, async (tx) => {
        await put(tx, `neighbour ${index}`, 'x');
        if (index % 3 === 1) throw new Error('Changed my mind.');
        if (index % 3 === 2) await put(tx, 'taken', 'again');
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map((_, index) => (index % 3 === 0 ? 'fulfilled' : 'rejected')));
  for (const index of outcomes.keys()) expect(await find(database, `neighbour ${index}`)).toBe(index % 3 === 0 ? 'x' : undefined);
});

test('writes that would wait beyond the bound are answered ServiceUnavailable, and the others are carried out', async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  // The embedded database bounds how many writes wait, PostgreSQL how long they wait for one of its four connections.
  const held = Array.from({ length: 4 }, () =>
    database.write(acme, () => {
      begun.resolve();
      return gate.promise;
    }),
  );
  await begun.promise;
  const waiting = Array.from({ length: database.engine === 'sqlite' ? 10_000 : 0 }, () => database.write(acme, async () => 'done'));
  const excess = database.write(acme, async () => 'done');
  await expect(excess).rejects.toMatchObject({ status: 503, code: 'ServiceUnavailableException' });
  gate.resolve();
  await Promise.all([...held, ...waiting]);
  expect(await database.write(acme, async () => 'done')).toBe('done');
});

test('numbers, large ones and counts too, come back as numbers, and nothing as null', async () => {
  const time = Date.UTC(2026, 5, 1);
  const row = { name: 'numbers', lease_until: Number.MAX_SAFE_INTEGER, lease_owner: '', next_run_at: time, failures: 0, count: -1 };
  await database.write('', (tx) =>
    tx.query(tx.sql.insertInto('jobs').values({ ...row, started_at: null, finished_at: null, error: null })),
  );
  const rows = await database.read('', (tx) => tx.query(tx.sql.selectFrom('jobs').selectAll().where('name', '=', 'numbers')));
  expect(rows).toEqual([{ ...row, started_at: null, finished_at: null, error: null }]);
  const counted = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('jobs').select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('next_run_at').as('latest')])),
  );
  expect(counted).toEqual([{ count: 1, latest: time }]);
});

test('a statement answers how many rows it changed', async () => {
  const rename = statement<{ key: string; value: string }>('test.renameMeta', (sql, param) =>
    sql
      .updateTable('meta')
      .set({ value: param('value') })
      .where('key', '=', param('key')),
  );
  await database.write('', (tx) => put(tx, 'counted', 'x'));
  expect(await database.write('', (tx) => tx.run(rename, { key: 'counted', value: 'y' }))).toBe(1);
  expect(await database.write('', (tx) => tx.run(rename, { key: 'not there', value: 'y' }))).toBe(0);
  expect(await find(database, 'counted')).toBe('y');
});

test('of two statements with one name the second is refused: it must never be mistaken for the first', async () => {
  const named = (column: 'key' | 'value') => statement<object>('test.sameName', (sql) => sql.selectFrom('meta').select(column));
  await database.read('', (tx) => tx.all(named('key'), {}));
  await expect(database.read('', (tx) => tx.all(named('value'), {}))).rejects.toThrow('Two statements are named test.sameName');
});

test('a backup taken while writes go on is whole: every write that was answered before it is in it', async () => {
  const file = join(store.dataDir, 'copy.db');
  await database.write('', (tx) => put(tx, 'backed up', 'x'));
  const meanwhile = Array.from({ length: 20 }, (_, index) => database.write('', (tx) => put(tx, `meanwhile ${index}`, 'x')));
  if (database.engine === 'postgres') {
    await expect(database.backup(file)).rejects.toThrow('back up with pg_dump');
  } else {
    await database.backup(file);
    const copy = new DatabaseSync(file, { readOnly: true });
    expect(copy.prepare(`select value from meta where key = 'backed up'`).get()).toEqual({ value: 'x' });
    expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    copy.close();
  }
  await Promise.all(meanwhile);
});

async function put(tx: Tx, key: string, value: string): Promise<void> {
  await tx.query(tx.sql.insertInto('meta').values({ key, value }));
}

async function findIn(tx: Tx, key: string): Promise<string | undefined> {
  return (await tx.query(tx.sql.selectFrom('meta').select('value').where('key', '=', key)))[0]?.value;
}

async function find(handle: Database, key: string): Promise<string | undefined> {
  // Another process never reads in the same turn of the event loop.
  if (handle === other) await setImmediate();
  return handle.read('', (tx) => findIn(tx, key));
}
