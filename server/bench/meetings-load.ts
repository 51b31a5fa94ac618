import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { lockMeetingLedger } from '../src/store/meeting-events.ts';
import { openDatabase } from '../src/store/open.ts';
import type { Home } from '../test/support/server.ts';
import { postgresWords, projectionStatements, sqliteWords, type Plan } from './meetings-rows.ts';

/** Fills a projection as its events would have, by SQL: ten million connections come in minutes instead of an hour. */
export async function loadMeetings(home: Home, plan: Plan): Promise<void> {
  const url = home.environment['DATABASE_URL'];
  const database = await openDatabase({ dataDir: home.dataDir, databaseUrl: url, databaseConnections: 1 }, randomBytes);
  await database.write('', (tx) => lockMeetingLedger(tx, plan.accountId));
  await database.close();
  if (url === undefined) loadSqlite(join(home.dataDir, 'carillon.db'), plan);
  else await loadPostgres(url, plan);
}

function loadSqlite(file: string, plan: Plan): void {
  const sqlite = new DatabaseSync(file);
  // Nobody else is there, and what a crash would cost is one more run.
  sqlite.exec('pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory');
  for (const text of projectionStatements(plan, sqliteWords)) sqlite.exec(text);
  // Counting a part of each index is what the optimiser needs, and takes no minutes.
  sqlite.exec('pragma analysis_limit = 1000; analyze; pragma journal_mode = wal');
  sqlite.close();
}

/** Indexes but the tables' own are made when the rows are there: sorting once is quicker than finding a place for each. */
async function loadPostgres(url: string, plan: Plan): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`alter system set max_wal_size = '4GB'`);
  await client.query('select pg_reload_conf()');
  await client.query(`set work_mem = '1GB'; set maintenance_work_mem = '1GB'`);
  const { rows: indexes } = await client.query<{ name: string; text: string }>(
    `select indexname as name, indexdef as text from pg_indexes
     where tablename in ('meetings', 'attendee_sessions') and indexdef not like 'CREATE UNIQUE%'`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const text of projectionStatements(plan, postgresWords)) await client.query(text);
  for (const { text } of indexes) await client.query(text);
  await client.query('vacuum analyze');
  await client.end();
}
