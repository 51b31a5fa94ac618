import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import pg from 'pg';
import type { TestDatabase } from './database.ts';

/** A column as both engines describe it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** The whole schema as text for people, sorted. */
export async function dumpSchema(store: TestDatabase): Promise<string> {
  const lines = store.databaseUrl === undefined ? dumpSqlite(store.dataDir) : await dumpPostgres(store.databaseUrl);
  return `${lines.join('\n')}\n`;
}

/** Every column of every table, sorted by table and name. */
export async function listColumns({ databaseUrl, dataDir }: TestDatabase): Promise<Column[]> {
  const columns =
    databaseUrl === undefined
      ? querySqlite(
          dataDir,
          `select t.name as "table", c.name, lower(c.type) as type, c."notnull" = 0 and c.pk = 0 as nullable
           from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'`,
        )
      : await queryPostgres(
          databaseUrl,
          `select table_name as "table", column_name as name, data_type as type, (is_nullable = 'YES')::int as nullable
           from information_schema.columns where table_schema = 'public' and table_name <> 'carillon_migration_lock'`,
        );
  return columns
    .map((column) => ({
      table: text(column, 'table'),
      name: text(column, 'name'),
      type: text(column, 'type'),
      nullable: Number(column['nullable']) === 1,
    }))
    .toSorted((a, b) => compare(`${a.table}.${a.name}`, `${b.table}.${b.name}`));
}

type Row = Readonly<Record<string, unknown>>;

function dumpSqlite(dataDir: string): string[] {
  return querySqlite(dataDir, `select sql from sqlite_schema where sql is not null order by tbl_name, type desc, name`).map((row) =>
    `${text(row, 'sql').replace(/\s+/g, ' ')};`
      .replace(/\( (?=[a-z])/, '(')
      .replaceAll(/, (?=[a-z_]+ (text|bigint)|primary key|foreign key)/g, ',\n  '),
  );
}

async function dumpPostgres(url: string): Promise<string[]> {
  const columns = await queryPostgres(
    url,
    `select format('%s.%s %s%s%s', table_name, column_name, data_type, case when collation_name is null then '' else ' collate ' || collation_name end,
       case is_nullable when 'NO' then ' not null' else '' end) as line
     from information_schema.columns where table_schema = 'public' order by table_name collate "C", ordinal_position`,
  );
  const constraints = await queryPostgres(
    url,
    `select format('%s %s %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) as line from pg_constraint c
     join pg_namespace n on n.oid = c.connamespace where n.nspname = 'public' and c.contype <> 'n'`,
  );
  const indexes = await queryPostgres(url, `select indexdef as line from pg_indexes where schemaname = 'public'`);
  return [
    '-- columns',
    ...columns.map(line),
    '',
    '-- constraints',
    ...constraints.map(line).toSorted(),
    '',
    '-- indexes',
    ...indexes.map(line).toSorted(),
  ];
}

function querySqlite(dataDir: string, sql: string): Row[] {
  const database = new DatabaseSync(join(dataDir, 'carillon.db'), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

async function queryPostgres(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function line(row: Row): string {
  return text(row, 'line');
}

function text(row: Row, name: string): string {
  return String(row[name]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
