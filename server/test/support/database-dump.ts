import { sql } from 'kysely';
import type { World } from './world.ts';

/** Every row of every table, as text, audit events that wait to be stored included. */
export async function dumpDatabase({ database, door }: World): Promise<ReadonlySet<string>> {
  await door.services.trail.flush();
  return database.read('', async (tx) => {
    const select = <Row>(query: ReturnType<typeof sql<Row>>) => tx.query<Row>({ compile: () => query.compile(tx.sql) });
    const tables = await select(
      database.engine === 'sqlite'
        ? sql<{ name: string }>`select name from sqlite_schema where type = 'table'`
        : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const rows = await Promise.all(
      tables.map(async ({ name }) =>
        (await select(sql<object>`select * from ${sql.table(name)}`)).map((row) => `${name} ${JSON.stringify(row)}`),
      ),
    );
    return new Set(rows.flat());
  });
}

/** The rows that only one of two dumps has; none = nothing changed. */
export function difference(before: ReadonlySet<string>, after: ReadonlySet<string>): string[] {
  const gone = [...before].filter((row) => !after.has(row)).map((row) => `- ${row}`);
  const come = [...after].filter((row) => !before.has(row)).map((row) => `+ ${row}`);
  return [...gone, ...come];
}
