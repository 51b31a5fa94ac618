import { carillonSource, type MeetingEvent } from '../meetings/event.ts';
import { MeetingFacts } from '../meetings/projection/facts.ts';
import { recordMeetingEvents, retentionMs } from '../meetings/record.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { listSilentMeetings, type OpenMeeting } from '../store/silent-meetings.ts';
import type { Job } from './job.ts';

/** Nobody is connected, and nothing was heard for so long: it is over. */
const emptyMs = 5 * 60_000;
/** Somebody may be connected, but nothing was heard for so long: its source is gone. */
const silentMs = dayMs;
/** Meetings ended in one transaction, and transactions of one run. */
const batch = 100;
const batchesMax = 20;

/**
 * The reaper: ends meetings of which no end was reported. It says so in the log, as an event of Carillon's own, so that a
 * rebuilding comes to the same; an end that is reported later takes its place.
 */
export const endSilentMeetings: Job = {
  name: 'end-silent-meetings',
  intervalMs: 60_000,
  leaseMs: 5 * 60_000,
  async run({ database, now }) {
    let count = 0;
    for (let batches = 0; batches < batchesMax; batches += 1) {
      const silence = { emptySince: now - emptyMs, silentSince: now - silentMs, limit: batch };
      const meetings = await database.read('', (tx) => listSilentMeetings(tx, silence));
      for (const [accountId, group] of Map.groupBy(meetings, ({ account_id }) => account_id)) {
        const events = group.map((meeting) => endOf(meeting, now));
        await database.write('', (tx) => recordMeetingEvents(tx, accountId, carillonSource, events, now));
      }
      count += meetings.length;
      if (meetings.length < batch) break;
    }
    return count;
  },
};

/** It was over when the last one left, or for all that is known when it was last heard of. */
function endOf({ conference_id: conferenceId, facts, connected, last_event_at, started_at }: OpenMeeting, now: number): MeetingEvent {
  const isEmpty = connected === 0;
  const { lastExitAt } = MeetingFacts.parse(JSON.parse(facts));
  const time = Math.max(isEmpty ? (lastExitAt ?? last_event_at) : last_event_at, started_at ?? 0, now - retentionMs);
  const reason = isEmpty ? 'NobodyConnected' : 'NoEvents';
  return { id: `end of ${conferenceId}`, type: 'meeting.ended', time, conferenceId, data: { reason } };
}
