import { sql as raw, type AliasableExpression, type Kysely } from 'kysely';
import { statement, type ParamOf, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Nobody counts further. */
const countMax = 100_000;

/** What waits to be done in the whole installation. */
export interface Waiting {
  readonly count: number;
  /** Epoch milliseconds; undefined = nothing waits, or it has no order. */
  readonly oldestAt: number | undefined;
}

export type QueueName = 'Mail' | 'DirectorySynchronisations' | 'DataExports' | 'PolicyGenerations' | 'MeetingRebuilds' | 'DiscardedObjects';

/** How much waits in each queue. @param now objects are waiting once they are due by then */
export async function readQueues(tx: Tx, now: number): Promise<ReadonlyMap<QueueName, Waiting>> {
  const limit = countMax;
  return new Map<QueueName, Waiting>([
    ['Mail', toWaiting(await tx.first(countMail, { limit }))],
    ['DirectorySynchronisations', toWaiting(await tx.first(countSynchronisations, { limit }))],
    ['DataExports', toWaiting(await tx.first(countExports, { limit }))],
    ['PolicyGenerations', toWaiting(await tx.first(countGenerations, { limit }))],
    ['MeetingRebuilds', toWaiting(await tx.first(countRebuilds, { limit }))],
    ['DiscardedObjects', toWaiting(await tx.first(countDiscarded, { limit, now }))],
  ]);
}

interface CountRow {
  count: number;
  oldest: number | null;
}

interface Limit {
  limit: number;
}

function toWaiting(row: CountRow | undefined): Waiting {
  return { count: row?.count ?? 0, oldestAt: row?.oldest ?? undefined };
}

const countMail = counting('countWaitingMail', (sql, param) =>
  sql.selectFrom('outbox').select('created_at as at').where('status', '=', 'NotSent').limit(param('limit')),
);

const countSynchronisations = counting('countOpenDirectoryRuns', (sql, param) =>
  sql.selectFrom('directory_runs').select('requested_at as at').where('finished_at', 'is', null).limit(param('limit')),
);

const countExports = counting('countOpenDataExports', (sql, param) =>
  sql.selectFrom('data_exports').select('requested_at as at').where('state', 'in', ['Queued', 'Running']).limit(param('limit')),
);

const countGenerations = counting('countOpenPolicyGenerations', (sql, param) =>
  sql.selectFrom('policy_generations').select('started_at as at').where('status', '=', 'IN_PROGRESS').limit(param('limit')),
);

const countRebuilds = counting('countOpenMeetingRebuilds', (sql, param) =>
  sql.selectFrom('meeting_rebuilds').select('requested_at as at').where('finished_at', 'is', null).limit(param('limit')),
);

const countDiscarded = counting<Limit & { now: number }>('countDiscardedObjects', (sql, param) =>
  sql.selectFrom('discarded_objects').select('due_at as at').where('due_at', '<=', param('now')).limit(param('limit')),
);

/** Declares how what waits is counted. @param waiting what does, at most `limit`, and since when */
function counting<Params extends Limit = Limit>(
  name: string,
  waiting: (sql: Kysely<Tables>, param: ParamOf<Params>) => AliasableExpression<{ at: number }>,
) {
  return statement<Params, CountRow>(name, (sql, param) =>
    sql.selectFrom(waiting(sql, param).as('waiting')).select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('at').as('oldest')]),
  );
}

/** What the mail server said to the newest message that waits for another attempt; undefined = none does. */
export async function findMailTrouble(tx: Tx): Promise<string | undefined> {
  return (await tx.first(selectMailTrouble, {}))?.error ?? undefined;
}

const selectMailTrouble = statement<object, { error: string | null }>('selectMailTrouble', (sql) =>
  sql
    .selectFrom('outbox')
    .select('error')
    .where('status', '=', 'NotSent')
    .where('error', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1),
);

/** How many sources report meetings, and when the last report came. */
export async function readMeetingSources(tx: Tx): Promise<{ readonly count: number; readonly lastAt: number | undefined }> {
  const sources = await tx.first(countSources, {});
  const last = await tx.first(selectLastReport, {});
  return { count: sources?.count ?? 0, lastAt: last?.at ?? undefined };
}

const countSources = statement<object, { count: number }>('countMeetingSources', (sql) =>
  sql
    .selectFrom('meeting_sources')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('removed_at', 'is', null)
    .where('kind', '!=', 'import'),
);

const selectLastReport = statement<object, { at: number | null }>('selectLastMeetingReport', (sql) =>
  sql.selectFrom('meeting_ledgers').select(({ fn }) => fn.max('received_at').as('at')),
);

/** What time it is where the database is, epoch milliseconds, to the second. */
export async function readDatabaseTime(tx: Tx): Promise<number> {
  const row = await tx.first(selectTime, {});
  const [, day = '', time = '', zone = ''] = /^(\S+)[ T]([\d:.]+)(.*)$/.exec(row?.at ?? '') ?? [];
  // SQLite says UTC without saying so, PostgreSQL with the session's zone, `+00`.
  return Date.parse(`${day}T${time}${zone === '' ? 'Z' : /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone}`);
}

const selectTime = statement<object, { at: string }>('selectDatabaseTime', (sql) =>
  sql.selectNoFrom(raw<string>`cast(current_timestamp as text)`.as('at')),
);
