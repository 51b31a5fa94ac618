import { hash } from 'node:crypto';
import { bulk, runBulk } from './bulk.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** One reported thing, as it is kept for good. */
export type MeetingEventRow = Tables['meeting_events'];

/** Enough of the hash that no two events of an installation ever share it: 132 bits. */
const keyLength = 22;

/** What duplicates are told by: the same for the same id of the same source. */
export function eventKey(accountId: string, sourceId: string, id: string): string {
  return hash('sha256', JSON.stringify([accountId, sourceId, id]), 'base64url').slice(0, keyLength);
}

/**
 * Holds the account's log until the transaction ends, so that its figures change in turn, and makes the log if there is none.
 */
export async function lockMeetingLedger(tx: Tx, accountId: string): Promise<void> {
  await tx.run(insertLedger, { accountId });
  // Where writers take turns anyhow, nothing has to be held.
  if (tx.capabilities.rowLocks) await tx.first(selectLedgerLocked, { accountId });
}

const insertLedger = statement<{ accountId: string }>('insertMeetingLedger', (sql, param) =>
  sql
    .insertInto('meeting_ledgers')
    .values({ account_id: param('accountId'), events: 0, received_at: 0 })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectLedgerLocked = statement<{ accountId: string }, { account_id: string }>('selectMeetingLedgerLocked', (sql, param) =>
  sql.selectFrom('meeting_ledgers').select('account_id').where('account_id', '=', param('accountId')).forUpdate(),
);

/** Appends what is new to the log, which the caller holds; answers the keys of what was. No key may come twice. */
export async function appendMeetingEvents(tx: Tx, accountId: string, rows: readonly MeetingEventRow[], now: number): Promise<Set<string>> {
  const inserted = await runBulk(tx, insertEvents, rows);
  if (inserted.length > 0) await tx.run(countEvents, { accountId, count: inserted.length, now });
  return new Set(inserted.map(({ event_key }) => event_key));
}

const insertEvents = bulk<MeetingEventRow, { event_key: string }>(
  'insertMeetingEvents',
  [
    'account_id',
    'conference_id',
    'time',
    'event_key',
    'source_id',
    'id',
    'type',
    'received_at',
    'attendee_session_id',
    'user_id',
    'is_pro',
    'person',
    'data',
  ],
  (sql, rows) =>
    sql
      .insertInto('meeting_events')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning('event_key'),
);

const countEvents = statement<{ accountId: string; count: number; now: number }>('countMeetingEvents', (sql, param) =>
  sql
    .updateTable('meeting_ledgers')
    .set(({ eb }) => ({ events: eb('events', '+', param('count')), received_at: param('now') }))
    .where('account_id', '=', param('accountId')),
);
