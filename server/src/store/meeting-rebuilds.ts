import { statement, type Tx } from './database.ts';
import { start, type Position } from './meeting-events.ts';
import type { Tables } from './schema.ts';

export type MeetingRebuildRow = Tables['meeting_rebuilds'];

interface NewRebuild {
  /** Becomes the id of the new projection. */
  readonly id: string;
  readonly accountId: string;
  readonly now: number;
}

/** Begins to make an account's projection anew, or answers the rebuilding that is under way. */
export async function beginRebuild(tx: Tx, { id, accountId, now }: NewRebuild): Promise<MeetingRebuildRow | undefined> {
  await tx.run(insertRebuild, { id, accountId, position: JSON.stringify(start), now });
  return findOpenRebuild(tx, accountId);
}

const insertRebuild = statement<NewRebuild & { position: string }>('insertMeetingRebuild', (sql, param) =>
  sql
    .insertInto('meeting_rebuilds')
    .columns(['id', 'account_id', 'position', 'events_total', 'events_done', 'requested_at', 'finished_at'])
    .expression(
      sql
        .selectFrom('meeting_ledgers')
        .select(({ cast, val }) => [
          cast<string>(param('id'), 'text').as('id'),
          'account_id',
          cast<string>(param('position'), 'text').as('position'),
          'events',
          val(0).as('done'),
          cast<number>(param('now'), 'bigint').as('now'),
          val(null).as('finished'),
        ])
        .where('account_id', '=', param('accountId')),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

/** The account's rebuilding that is not finished. */
export async function findOpenRebuild(tx: Tx, accountId: string): Promise<MeetingRebuildRow | undefined> {
  return tx.first(selectOpenRebuild, { accountId });
}

const selectOpenRebuild = statement<{ accountId: string }, MeetingRebuildRow>('selectOpenMeetingRebuild', (sql, param) =>
  sql.selectFrom('meeting_rebuilds').selectAll().where('account_id', '=', param('accountId')).where('finished_at', 'is', null),
);

/** Every rebuilding that is not finished, the oldest first. */
export async function listOpenRebuilds(tx: Tx, limit: number): Promise<MeetingRebuildRow[]> {
  return tx.all(selectOpenRebuilds, { limit });
}

const selectOpenRebuilds = statement<{ limit: number }, MeetingRebuildRow>('selectOpenMeetingRebuilds', (sql, param) =>
  sql
    .selectFrom('meeting_rebuilds')
    .selectAll()
    .where('finished_at', 'is', null)
    .orderBy('requested_at')
    .orderBy('id')
    .limit(param('limit')),
);

/** The new projection has the events up to this position. */
export async function keepRebuildPosition(tx: Tx, id: string, position: Position, events: number): Promise<void> {
  await tx.run(updateRebuildPosition, { id, position: JSON.stringify(position), events });
}

const updateRebuildPosition = statement<{ id: string; position: string; events: number }>('updateMeetingRebuildPosition', (sql, param) =>
  sql
    .updateTable('meeting_rebuilds')
    .set(({ eb }) => ({ position: param('position'), events_done: eb('events_done', '+', param('events')) }))
    .where('id', '=', param('id')),
);

/** The new projection takes the place of the present one, which is deleted bit by bit. The caller holds the account's log. */
export async function finishRebuild(
  tx: Tx,
  { id, account_id: accountId }: MeetingRebuildRow,
  replaced: string,
  now: number,
): Promise<void> {
  await tx.run(updateLedgerProjection, { accountId, id });
  await tx.run(insertReplaced, { id: replaced });
  await tx.run(updateRebuildFinished, { id, now });
}

const updateLedgerProjection = statement<{ accountId: string; id: string }>('updateMeetingLedgerProjection', (sql, param) =>
  sql
    .updateTable('meeting_ledgers')
    .set({ projection_id: param('id') })
    .where('account_id', '=', param('accountId')),
);

const insertReplaced = statement<{ id: string }>('insertReplacedMeetingProjection', (sql, param) =>
  sql.insertInto('meeting_remains').values({ id: param('id'), kind: 'projection' }),
);

const updateRebuildFinished = statement<{ id: string; now: number }>('finishMeetingRebuild', (sql, param) =>
  sql
    .updateTable('meeting_rebuilds')
    .set({ finished_at: param('now') })
    .where('id', '=', param('id')),
);
