import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Home } from './server.ts';

/** Executes one SQL statement behind the back of a server's own program, as an intruder or a careless operator would. */
export async function tamper({ dataDir, environment }: Home, statement: string): Promise<void> {
  const url = environment['DATABASE_URL'];
  if (url === undefined) {
    const database = new DatabaseSync(join(dataDir, 'carillon.db'), { timeout: 5_000 });
    database.exec(statement);
    database.close();
    return;
  }
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}
