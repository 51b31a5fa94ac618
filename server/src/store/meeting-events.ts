import { hash } from 'node:crypto';
import { z } from 'zod';
import { invariant } from '../errors.ts';
import { bulk, runBulk } from './bulk.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** One reported thing, as it is kept for good. */
export type MeetingEventRow = Tables['meeting_events'];

/** What projections are made from: all of it but whose it is and what its source calls it. */
export type LoggedEvent = Omit<MeetingEventRow, 'account_id' | 'id'>;

const loggedColumns = [
  'conference_id',
  'time',
  'event_key',
  'source_id',
  'type',
  'received_at',
  'attendee_session_id',
  'user_id',
  'is_pro',
  'person',
  'data',
] as const satisfies readonly (keyof LoggedEvent)[];

/** Enough of the hash that no two events of an installation ever share it: 132 bits. */
const keyLength = 22;

/** What duplicates are told by: the same for the same id of the same source. */
export function eventKey(accountId: string, sourceId: string, id: string): string {
  return hash('sha256', JSON.stringify([accountId, sourceId, id]), 'base64url').slice(0, keyLength);
}

/** Where an account's projection is, and how far a new one beside it has come. */
export interface Ledger {
  readonly projectionId: string;
  /** Under way: the new projection has the events up to this one, in the order of `isUpTo`. */
  readonly rebuild: { readonly id: string; readonly position: Position } | undefined;
}

/** An event's place in the log, as the log is read: conference after conference. */
export interface Position {
  readonly conferenceId: string;
  readonly time: number;
  readonly key: string;
}

/** Comes before every event. */
export const start: Position = { conferenceId: '', time: -1, key: '' };

export function readPosition(text: string): Position {
  return Position.parse(JSON.parse(text));
}

const Position = z.object({ conferenceId: z.string(), time: z.number(), key: z.string() });

/**
 * Holds the account's log until the transaction ends, so that its figures change in turn, and makes the log if there is none.
 */
export async function lockMeetingLedger(tx: Tx, accountId: string): Promise<Ledger> {
  const found = await tx.first(selectLedgerLocked, { accountId });
  if (!found) await tx.run(insertLedger, { accountId });
  const ledger = found ?? (await tx.first(selectLedgerLocked, { accountId }));
  invariant(ledger, 'The ledger has just been made, by this transaction or another one.');
  const rebuild = await tx.first(selectOpenRebuildPosition, { accountId });
  return { projectionId: ledger.projection_id, rebuild: rebuild && { id: rebuild.id, position: readPosition(rebuild.position) } };
}

const insertLedger = statement<{ accountId: string }>('insertMeetingLedger', (sql, param) =>
  sql
    .insertInto('meeting_ledgers')
    .values({ account_id: param('accountId'), projection_id: param('accountId'), events: 0, received_at: 0 })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectLedgerLocked = statement<{ accountId: string }, { projection_id: string }>(
  'selectMeetingLedgerLocked',
  (sql, param, { rowLocks }) => {
    const query = sql.selectFrom('meeting_ledgers').select('projection_id').where('account_id', '=', param('accountId'));
    return rowLocks ? query.forUpdate() : query;
  },
);

const selectOpenRebuildPosition = statement<{ accountId: string }, { id: string; position: string }>(
  'selectOpenMeetingRebuildPosition',
  (sql, param) =>
    sql
      .selectFrom('meeting_rebuilds')
      .select(['id', 'position'])
      .where('account_id', '=', param('accountId'))
      .where('finished_at', 'is', null),
);

/** Appends what is new to the log, which the caller holds; answers the keys of what was. No key may come twice. */
export async function appendMeetingEvents(tx: Tx, accountId: string, rows: readonly MeetingEventRow[], now: number): Promise<Set<string>> {
  const inserted = await runBulk(tx, insertEvents, rows);
  if (inserted.length > 0) await tx.run(countEvents, { accountId, count: inserted.length, now });
  return new Set(inserted.map(({ event_key }) => event_key));
}

const insertEvents = bulk<MeetingEventRow, { event_key: string }>(
  'insertMeetingEvents',
  ['account_id', 'id', ...loggedColumns],
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
    .set(({ eb }) => ({
      events: eb('events', '+', param('count')),
      received_at: eb.case().when('received_at', '<', param('now')).then(param('now')).else(eb.ref('received_at')).end(),
    }))
    .where('account_id', '=', param('accountId')),
);

/** Keys asked for in one statement. */
const keysPerQuery = 500;

/** Those of the keys that the account's log has. */
export async function listKnownEventKeys(tx: Tx, accountId: string, keys: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let from = 0; from < keys.length; from += keysPerQuery) {
    const query = tx.sql
      .selectFrom('meeting_events')
      .select('event_key')
      .where('account_id', '=', accountId)
      .where('event_key', 'in', keys.slice(from, from + keysPerQuery));
    for (const { event_key } of await tx.query(query)) known.add(event_key);
  }
  return known;
}

/** The next events of an account's log after a position, in the order of positions. */
export async function listMeetingEventsAfter(tx: Tx, accountId: string, after: Position, limit: number): Promise<LoggedEvent[]> {
  return tx.all(selectEventsAfter, { accountId, ...after, limit });
}

const selectEventsAfter = statement<Position & { accountId: string; limit: number }, LoggedEvent>(
  'selectMeetingEventsAfter',
  (sql, param) =>
    sql
      .selectFrom('meeting_events')
      .select(loggedColumns)
      .where('account_id', '=', param('accountId'))
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('conference_id', 'time', 'event_key'), '>', tuple(param('conferenceId'), param('time'), param('key'))),
      )
      .orderBy('conference_id')
      .orderBy('time')
      .orderBy('event_key')
      .limit(param('limit')),
);

/** One page of what happened in a meeting, in the order of time; samples of the quality are left out. */
export async function listEventsOfMeeting(tx: Tx, accountId: string, after: Position, limit: number): Promise<MeetingEventRow[]> {
  return tx.all(selectEventsOfMeeting, { accountId, ...after, limit });
}

const selectEventsOfMeeting = statement<Position & { accountId: string; limit: number }, MeetingEventRow>(
  'selectEventsOfMeeting',
  (sql, param) =>
    sql
      .selectFrom('meeting_events')
      .selectAll()
      .where('account_id', '=', param('accountId'))
      .where('conference_id', '=', param('conferenceId'))
      .where(({ eb, refTuple, tuple }) => eb(refTuple('time', 'event_key'), '>', tuple(param('time'), param('key'))))
      .where('type', '!=', 'quality.sample')
      .orderBy('time')
      .orderBy('event_key')
      .limit(param('limit')),
);

/** Deletes events that are kept no longer. */
export async function deleteMeetingEvents(tx: Tx, accountId: string, keys: readonly string[]): Promise<void> {
  await tx.runEach(
    deleteEvent,
    keys.map((key) => ({ key })),
  );
  await tx.run(countEvents, { accountId, count: -keys.length, now: 0 });
}

const deleteEvent = statement<{ key: string }>('deleteMeetingEvent', (sql, param) =>
  sql.deleteFrom('meeting_events').where('event_key', '=', param('key')),
);

/** Accounts of which something was reported, by id, after the account `after`. */
export async function listLedgers(tx: Tx, after: string, limit: number): Promise<{ account_id: string; projection_id: string }[]> {
  return tx.all(selectLedgers, { after, limit });
}

const selectLedgers = statement<{ after: string; limit: number }, { account_id: string; projection_id: string }>(
  'selectMeetingLedgers',
  (sql, param) =>
    sql
      .selectFrom('meeting_ledgers')
      .select(['account_id', 'projection_id'])
      .where('account_id', '>', param('after'))
      .orderBy('account_id')
      .limit(param('limit')),
);
