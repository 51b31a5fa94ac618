import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { newestVersion } from '../src/store/migrate.ts';
import { createTestDatabase } from './support/database.ts';
import { createDatabase } from './support/postgres.ts';
import { dumpSchema, listColumns } from './support/schema-dump.ts';

const run = promisify(execFile);
const store = await createTestDatabase();
const { engine } = store.database;
afterAll(() => store.remove());

test('the migrations yield the committed schema', async () => {
  const golden = new URL(`golden/schema.${engine}.sql`, import.meta.url);
  const dump = await dumpSchema(store);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, dump);
  expect(dump).toBe(readFileSync(golden, 'utf8'));
});

test('the tables as queries see them are the tables the migrations make', async () => {
  const declared = readDeclaredColumns();
  const columns = await listColumns(store);
  expect(columns.map(({ table, name, type, nullable }) => `${table}.${name} ${type}${nullable ? ' null' : ''}`)).toEqual(declared);
});

test('a second start migrates nothing, keeps the data and takes no backup', async () => {
  const before = await dumpSchema(store);
  await store.database.write('', (tx) => tx.query(tx.sql.insertInto('meta').values({ key: 'kept', value: 'x' })));
  const again = await store.openAgain();
  const meta = await again.read('', (tx) =>
    tx.query(tx.sql.selectFrom('meta').selectAll().where('key', 'in', ['kept', 'schema_version']).orderBy('key')),
  );
  await again.close();
  expect(meta).toEqual([
    { key: 'kept', value: 'x' },
    { key: 'schema_version', value: String(newestVersion) },
  ]);
  expect(await dumpSchema(store)).toBe(before);
  expect(existsSync(join(store.dataDir, 'backups'))).toBe(false);
});

test('a database of a newer version is refused, with the next step, and left as it is', async () => {
  const newer = await createTestDatabase();
  const setVersion = (version: number): Promise<unknown> =>
    newer.database.write('', (tx) =>
      tx.query(
        tx.sql
          .updateTable('meta')
          .set({ value: String(version) })
          .where('key', '=', 'schema_version'),
      ),
    );
  await setVersion(newestVersion + 1);
  const before = await dumpSchema(newer);
  await expect(newer.openAgain()).rejects.toThrow(
    /schema version \d+; this Carillon knows \d+\. Start the newer Carillon that wrote it, or restore a backup/,
  );
  expect(await dumpSchema(newer)).toBe(before);
  await newer.remove();
});

test('processes that start at once on an empty database migrate it once, and all of them work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-start-'));
  const server = process.env['CARILLON_TEST_POSTGRES_URL'];
  const url = server === undefined ? undefined : await createDatabase(server, `start_${randomBytes(8).toString('hex')}`);
  const environment = {
    PATH: process.env['PATH'],
    CARILLON_DATA_DIR: folder,
    CARILLON_SECRET_KEY: '00'.repeat(32),
    ...(url !== undefined && { DATABASE_URL: url }),
  };
  const open = `const { readConfig } = await import('./config.ts'); const { openDatabase } = await import('./store/open.ts');
    const database = await openDatabase(readConfig([], process.env), (count) => new Uint8Array(count)); await database.close();`;
  const starts = Array.from({ length: 3 }, () =>
    run(process.execPath, ['--input-type=module', '--eval', open], { env: environment, cwd: new URL('../src', import.meta.url) }),
  );
  const outcomes = await Promise.allSettled(starts);
  rmSync(folder, { recursive: true });
  expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'started' : String(outcome.reason)))).toEqual([
    'started',
    'started',
    'started',
  ]);
});

/** What `schema.ts` and the files it is composed of declare, in the words of the engines. */
function readDeclaredColumns(): string[] {
  const store = new URL('../src/store', import.meta.url).pathname;
  const files = globSync(['schema.ts', 'schema/*.ts'], { cwd: store }).map((file) => readFileSync(join(store, file), 'utf8'));
  const source = files.join('\n').replaceAll(/\/\*\*.*?\*\//gs, '');
  const tables = [...source.matchAll(/interface \w*Tables(?: extends [^{]+)? \{(.*?)\n\}/gs)].map(([, body]) => body).join('\n');
  const columns = [...tables.matchAll(/^ {2}(\w+): (?:(\w+)|\{ (.*) \});$/gm)].flatMap(([, table = '', name, inline]) => {
    const body = inline ?? new RegExp(`interface ${name} \\{(.*?)\\n\\}`, 's').exec(source)?.[1] ?? '';
    return [...body.matchAll(/(\w+): ([^;]+)/g)].map(([, column, type = '']) => {
      const isNumber = type.startsWith('number');
      return `${table}.${column} ${isNumber ? 'bigint' : 'text'}${type.includes('null') ? ' null' : ''}`;
    });
  });
  return columns.toSorted((a, b) => ((a.split(' ')[0] ?? '') < (b.split(' ')[0] ?? '') ? -1 : 1));
}
