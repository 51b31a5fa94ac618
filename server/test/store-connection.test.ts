import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import type { Tx } from '../src/store/database.ts';
import { createTestDatabase } from './support/database.ts';

const store = await createTestDatabase();
const { database, databaseUrl } = store;
afterAll(() => store.remove());

test('handles opened at once on the same data all work', async () => {
  const handles = await Promise.all([store.openAgain(), store.openAgain(), store.openAgain()]);
  await Promise.all(handles.map((handle, index) => handle.write('', (tx) => put(tx, `handle ${index}`))));
  for (const handle of handles) {
    expect(await handle.read('', (tx) => tx.query(tx.sql.selectFrom('meta').select('key').where('key', 'like', 'handle %')))).toHaveLength(
      3,
    );
    await handle.close();
  }
});

if (databaseUrl !== undefined) {
  test('a connection that breaks under a write is answered ServiceUnavailable, nothing is stored, and the next write works', async () => {
    const attempt = database.write('', async (tx) => {
      await put(tx, 'broken');
      await breakConnections(databaseUrl);
      await put(tx, 'broken too');
    });
    await expect(attempt).rejects.toMatchObject({ status: 503, message: expect.stringContaining('Nothing was changed') });
    await database.write('', (tx) => put(tx, 'mended'));
    const keys = await database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('meta').select('key').where('key', 'in', ['broken', 'broken too', 'mended'])),
    );
    expect(keys).toEqual([{ key: 'mended' }]);
  });

  test('a connection that breaks at the commit is answered ServiceUnavailable without a promise that nothing was stored', async () => {
    const attempt = database.write('', async (tx) => {
      await put(tx, 'at the commit');
      await breakConnections(databaseUrl);
    });
    await expect(attempt).rejects.toMatchObject({ status: 503, message: expect.stringContaining('may or may not') });
  });

  test('a read whose connection breaks is answered ServiceUnavailable, and the next one works', async () => {
    const sleep = database.read('', async (tx) => {
      const slow = tx.query(tx.sql.selectFrom('meta').select((row) => row.fn('pg_sleep', [row.val(20)]).as('slept')));
      const [outcome] = await Promise.allSettled([slow, untilAsleep(databaseUrl).then(() => breakConnections(databaseUrl))]);
      return outcome;
    });
    expect(await sleep).toMatchObject({ status: 'rejected', reason: { status: 503, code: 'ServiceUnavailableException' } });
    expect(await database.read('', (tx) => tx.query(tx.sql.selectFrom('epochs').select('name')))).toEqual([{ name: 'identity' }]);
  });
}

async function put(tx: Tx, key: string): Promise<void> {
  await tx.query(tx.sql.insertInto('meta').values({ key, value: 'x' }));
}

/** Until the server is carrying out the query that sleeps: broken any earlier, it would only start on a new connection. */
async function untilAsleep(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const asleep = `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and wait_event = 'PgSleep'`;
  while ((await client.query(asleep)).rowCount === 0);
  await client.end();
}

/** As a failover or a restart of the server does. */
async function breakConnections(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}
