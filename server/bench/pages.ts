// The time of one page of users in an account of a million against one of a thousand, from random places.
import { randomBytes, randomInt } from 'node:crypto';
import { listShownUsers } from '../src/chime/user-output.ts';
import type { Database } from '../src/store/database.ts';
import { openDatabase } from '../src/store/open.ts';
import { findPostgres, startPostgres } from '../test/support/postgres.ts';
import { median, print, type Row } from './report.ts';
import { createSite, seed, userId, type Site } from './site.ts';

const small = { accountId: '01a00001-0000-7000-8000-000000000001', users: 1_000 };
const large = { accountId: '01a00002-0000-7000-8000-000000000002', users: 1_000_000 };
const pageSize = 100;
const rounds = 15;
const pagesPerRound = 60;
const ratioMax = 1.5;

const rows = [await measure('SQLite', await createSite())];
const binaries = findPostgres();
if (binaries !== undefined) {
  const postgres = await startPostgres(binaries, { fast: true });
  rows.push(await measure('PostgreSQL', await createSite(postgres.url)));
  await postgres.stop();
}
print(rows);

async function measure(engine: string, site: Site): Promise<Row> {
  for (const { accountId, users } of [small, large]) await seed(site, accountId, users);
  const { dataDir, environment } = site.home;
  const database = await openDatabase({ dataDir, databaseUrl: environment['DATABASE_URL'], databaseConnections: 1 }, randomBytes);
  const times = { small: [] as number[], large: [] as number[] };
  for (let round = -3; round < rounds; round++) {
    const [smallMs, largeMs] = [await pageMs(database, site, small), await pageMs(database, site, large)];
    if (round < 0) continue;
    times.small.push(smallMs);
    times.large.push(largeMs);
  }
  await database.close();
  site.home.remove();
  const ratio = median(times.large) / median(times.small);
  return {
    what: `Page of ${pageSize} users, 1,000,000 against 1,000 users, ${engine}`,
    target: `≤ ${ratioMax} ×`,
    measured: `${(median(times.large) * 1000).toFixed(0)} µs against ${(median(times.small) * 1000).toFixed(0)} µs: ${ratio.toFixed(2)} ×`,
    pass: ratio <= ratioMax,
  };
}

/** Milliseconds of one page, on average over many. */
async function pageMs(database: Database, { key }: Site, { accountId, users }: typeof small): Promise<number> {
  const places = Array.from({ length: pagesPerRound }, () => userId(accountId, randomInt(users - pageSize)));
  const startedAt = performance.now();
  for (const after of places) {
    const { lastKey } = await database.read(key.awsAccountId, (tx) => listShownUsers(tx, accountId, {}, after, pageSize));
    if (lastKey === undefined) throw new Error('A page that is not followed by another one.');
  }
  return (performance.now() - startedAt) / pagesPerRound;
}
