import { sql as raw } from 'kysely';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Tables of a projection with the columns that tell its rows apart. */
const projected = {
  meeting_feedback: ['conference_id', 'event_key'],
  connection_spans: ['conference_id', 'attendee_session_id', 'started_at'],
  attendee_sessions: ['conference_id', 'id'],
  meetings: ['conference_id'],
  meeting_attendances: ['user_id', 'day', 'conference_id'],
  meeting_user_days: ['user_id', 'day'],
  meeting_user_activity: ['block', 'user_id'],
  meeting_account_days: ['day'],
} as const satisfies Partial<Record<keyof Tables, readonly string[]>>;

/** Stands before the id of an account whose log is to be deleted: the first projection of an account has its id, too. */
const logPrefix = 'log:';

/**
 * Deletes some of what nobody reads any more, and answers how many rows; 0 = there is nothing left to delete.
 * @param limit rows of one table at most
 */
export async function deleteRemains(tx: Tx, limit: number): Promise<number> {
  const remains = await tx.first(selectRemains, {});
  if (!remains) return 0;
  const { id, kind } = remains;
  if (kind === 'log') {
    const deleted = await deleteSome(tx, 'meeting_events', ['event_key'], { column: 'account_id', id: id.slice(logPrefix.length), limit });
    if (deleted > 0) return deleted;
  } else {
    for (const [table, key] of Object.entries(projected)) {
      const deleted = await deleteSome(tx, table, key, { column: 'projection_id', id, limit });
      if (deleted > 0) return deleted;
    }
  }
  return tx.run(deleteRemainsRow, { id });
}

const selectRemains = statement<object, Tables['meeting_remains']>('selectMeetingRemains', (sql) =>
  sql.selectFrom('meeting_remains').selectAll().orderBy('id').limit(1),
);

const deleteRemainsRow = statement<{ id: string }>('deleteMeetingRemains', (sql, param) =>
  sql.deleteFrom('meeting_remains').where('id', '=', param('id')),
);

async function deleteSome(
  tx: Tx,
  table: string,
  key: readonly string[],
  { column, id, limit }: { column: string; id: string; limit: number },
): Promise<number> {
  const columns = raw.join(key.map((name) => raw.ref(name)));
  const ofOwner = raw`${raw.ref(column)} = ${id}`;
  const text = raw<{ deleted: number }>`delete from ${raw.table(table)} where ${ofOwner}
    and (${columns}) in (select ${columns} from ${raw.table(table)} where ${ofOwner} limit ${raw.lit(limit)}) returning 1 as deleted`;
  return (await tx.query({ compile: () => text.compile(tx.sql) })).length;
}

/** Deletes what is known of the meetings of accounts that are being purged: the little at once, the rest bit by bit. */
export async function purgeMeetings(tx: Tx, accountIds: readonly string[]): Promise<void> {
  const ledgers = await tx.query(tx.sql.selectFrom('meeting_ledgers').select('projection_id').where('account_id', 'in', accountIds));
  const rebuilds = await tx.query(
    tx.sql.selectFrom('meeting_rebuilds').select('id').where('account_id', 'in', accountIds).where('finished_at', 'is', null),
  );
  const remains = [
    ...[...ledgers.map(({ projection_id }) => projection_id), ...rebuilds.map(({ id }) => id)].map((id) => ({
      id,
      kind: 'projection' as const,
    })),
    ...(ledgers.length > 0 ? accountIds.map((id) => ({ id: `${logPrefix}${id}`, kind: 'log' as const })) : []),
  ];
  if (remains.length > 0)
    await tx.query(
      tx.sql
        .insertInto('meeting_remains')
        .values(remains)
        .onConflict((conflict) => conflict.doNothing()),
    );
  for (const table of ['meeting_ledgers', 'meeting_sources', 'meeting_aliases', 'meeting_rebuilds', 'call_detail_records'] as const) {
    await tx.query(tx.sql.deleteFrom(table).where('account_id', 'in', accountIds));
  }
}
