import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Nobody counts further: that would hold up everybody else. */
const countMax = 100_000;
const failuresMax = 20;

/** How much of what there is. */
const counted = [
  'aws_accounts',
  'accounts',
  'users',
  'user_sessions',
  'domains',
  'directories',
  'api_keys',
  'delegates',
  'openid_configs',
  'conversations',
  'messages',
  'attachments',
  'outbox',
] as const;

type Counted = (typeof counted)[number];

/** Rows of each table, for the whole installation: a number, or `more than 100000`. */
export async function countRows(tx: Tx): Promise<Record<Counted, number | string>> {
  const counts: [Counted, number | string][] = [];
  for (const table of counted) {
    const some = tx.sql
      .selectFrom(table)
      .select(({ val }) => val(1).as('one'))
      .limit(countMax + 1)
      .as('some');
    const [row] = await tx.query(tx.sql.selectFrom(some).select(({ fn }) => fn.countAll<number>().as('count')));
    const count = row?.count ?? 0;
    counts.push([table, count > countMax ? `more than ${countMax}` : count]);
  }
  // Every table of the list has been counted.
  return Object.fromEntries(counts) as Record<Counted, number | string>;
}

/** The state of every job that was ever registered, by name. */
export async function listJobStates(tx: Tx): Promise<Tables['jobs'][]> {
  return tx.all(selectJobStates, {});
}

const selectJobStates = statement<object, Tables['jobs']>('selectJobStates', (sql) => sql.selectFrom('jobs').selectAll().orderBy('name'));

/** The version of the schema. */
export async function findSchemaVersion(tx: Tx): Promise<string> {
  return (await tx.first(selectSchemaVersion, {}))?.value ?? '';
}

const selectSchemaVersion = statement<object, { value: string }>('selectSchemaVersion', (sql) =>
  sql.selectFrom('meta').select('value').where('key', '=', 'schema_version'),
);

/** Something that was tried in the background and did not succeed. */
export interface Failure {
  readonly what: string;
  readonly at: number;
  readonly error: string | null;
}

/** The newest failures of mail, of directory synchronisations and of exports, at most 20 of each. */
export async function listFailures(tx: Tx): Promise<Failure[]> {
  const limit = failuresMax;
  const found = [...(await tx.all(selectMailFailures, { limit })), ...(await tx.all(selectRunFailures, { limit }))];
  return [...found, ...(await tx.all(selectExportFailures, { limit }))];
}

const selectMailFailures = statement<{ limit: number }, Failure>('selectMailFailures', (sql, param) =>
  sql
    .selectFrom('outbox')
    .select(['kind as what', 'created_at as at', 'error'])
    .where('error', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(param('limit')),
);

const selectRunFailures = statement<{ limit: number }, Failure>('selectDirectoryRunFailures', (sql, param) =>
  sql
    .selectFrom('directory_runs')
    .select(['kind as what', 'requested_at as at', 'message as error'])
    .where('state', '=', 'Failed')
    .orderBy('requested_at', 'desc')
    .limit(param('limit')),
);

const selectExportFailures = statement<{ limit: number }, Failure>('selectDataExportFailures', (sql, param) =>
  sql
    .selectFrom('data_exports')
    .select(['step as what', 'requested_at as at', 'message as error'])
    .where('state', '=', 'Failed')
    .orderBy('requested_at', 'desc')
    .limit(param('limit')),
);
