import { dayMs } from '../shapes/timestamp.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { appendMeetingEvents, eventKey, lockMeetingLedger, type MeetingEventRow } from '../store/meeting-events.ts';
import { applyEvents } from './apply.ts';
import type { MeetingEvent } from './event.ts';
import { identifyPeople, type Recognise } from './identify.ts';
import { isUpTo } from './position.ts';

/** How long what happened is kept, and so how far back it can be reported. */
export const retentionMs = 800 * dayMs;

/** By how much the clock of a source may be ahead of ours. */
const aheadMaxMs = dayMs;

/** What became of a delivery. */
export interface Recorded {
  readonly recorded: number;
  /** Events that the log has already, by source and id. */
  readonly duplicates: number;
  /** Events left out because their time is more than a day ahead of ours, or so long ago that nothing is kept of it any more. */
  readonly outOfTime: number;
}

/**
 * Appends what a source reports of an account's meetings to the log, and brings meetings, attendances and daily figures up
 * to date in the same transaction. Takes duplicates and any order; whoever delivers until it was told so loses nothing.
 * Some hundreds of events at once are dealt with at several times the speed of one after the other.
 * @param sourceId of a registered source, or `carillonSource`
 * @param now when they came in, epoch milliseconds
 * @param recordsCalls false = what is reported was a call detail record before, and becomes none again
 */
export async function recordMeetingEvents(
  tx: Tx,
  accountId: AccountRow['id'],
  sourceId: string,
  events: readonly MeetingEvent[],
  now: number,
  { recordsCalls } = { recordsCalls: true },
): Promise<Recorded> {
  const timely = events.filter(({ time }) => time <= now + aheadMaxMs && time >= now - retentionMs);
  const recognise = await identifyPeople(tx, accountId, timely);
  const rows = new Map<string, MeetingEventRow>();
  for (const event of timely) {
    const row = toRow(accountId, sourceId, event, now, recognise);
    if (!rows.has(row.event_key)) rows.set(row.event_key, row);
  }
  const { projectionId, rebuild } = await lockMeetingLedger(tx, accountId);
  const keys = await appendMeetingEvents(tx, accountId, [...rows.values()], now);
  const added = [...rows.values()].filter(({ event_key }) => keys.has(event_key));
  await applyEvents(tx, { accountId, projectionId, now, recordsCalls }, added);
  if (rebuild) {
    const passed = added.filter((row) => isUpTo(row, rebuild.position));
    await applyEvents(tx, { accountId, projectionId: rebuild.id, now, recordsCalls: false }, passed);
  }
  return { recorded: added.length, duplicates: timely.length - added.length, outOfTime: events.length - timely.length };
}

function toRow(accountId: string, sourceId: string, event: MeetingEvent, now: number, recognise: Recognise): MeetingEventRow {
  const { id, type, time, conferenceId, attendeeSessionId, userId, email, displayName, actor, data } = event;
  const user = recognise(event);
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
    user_id: user?.id ?? null,
    is_pro: user?.isPro === true ? 1 : 0,
    person: JSON.stringify({ userId, email, displayName, actor }),
    data: JSON.stringify(data),
  };
}
