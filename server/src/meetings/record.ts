import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { appendMeetingEvents, eventKey, lockMeetingLedger, type MeetingEventRow } from '../store/meeting-events.ts';
import type { MeetingEvent } from './event.ts';

/** What became of a delivery. */
export interface Recorded {
  readonly recorded: number;
  /** Events that the log has already, by source and id. */
  readonly duplicates: number;
}

/**
 * Appends what a source reports of an account's meetings to the log, and brings meetings, attendances and daily figures up
 * to date in the same transaction. Takes duplicates and any order; whoever delivers until it was told so loses nothing.
 * @param sourceId of a registered source, or `carillonSource`
 * @param now when they came in, epoch milliseconds
 */
export async function recordMeetingEvents(
  tx: Tx,
  accountId: AccountRow['id'],
  sourceId: string,
  events: readonly MeetingEvent[],
  now: number,
): Promise<Recorded> {
  await lockMeetingLedger(tx, accountId);
  const rows = new Map<string, MeetingEventRow>();
  for (const event of events) {
    const row = toRow(accountId, sourceId, event, now);
    if (!rows.has(row.event_key)) rows.set(row.event_key, row);
  }
  const added = await appendMeetingEvents(tx, accountId, [...rows.values()], now);
  return { recorded: added.size, duplicates: events.length - added.size };
}

function toRow(accountId: string, sourceId: string, event: MeetingEvent, now: number): MeetingEventRow {
  const { id, type, time, conferenceId, attendeeSessionId, userId, email, displayName, actor, data } = event;
  return {
    account_id: accountId,
    conference_id: conferenceId ?? '',
    time,
    event_key: eventKey(accountId, sourceId, id),
    source_id: sourceId,
    id,
    type,
    received_at: now,
    attendee_session_id: attendeeSessionId ?? null,
    user_id: null,
    is_pro: 0,
    person: JSON.stringify({ userId, email, displayName, actor }),
    data: JSON.stringify(data),
  };
}
