import type { Database } from '../store/database.ts';
import { listMeetingEventsAfter, lockMeetingLedger } from '../store/meeting-events.ts';
import { finishRebuild, keepRebuildPosition, type MeetingRebuildRow } from '../store/meeting-rebuilds.ts';
import { applyEvents } from './apply.ts';
import { recogniseLogged } from './identify.ts';

/** Events of one step: few enough that whoever records events meanwhile hardly waits. */
export const eventsPerStep = 6_000;

interface Step {
  readonly now: number;
  /** Events that it takes at most. */
  readonly limit: number;
}

/**
 * One step of a rebuilding: the next events of the log join the new projection; after the last one it takes the place of
 * the present one. Whatever comes in meanwhile goes to the present one, and to the new one if that has passed its place in
 * the log. Each step is a transaction that starts from the stored position, so a crash costs one step, and several
 * processes may help. Answers how many events there were; 0 = it is finished.
 */
export async function rebuildStep(database: Database, rebuild: MeetingRebuildRow, { now, limit }: Step): Promise<number> {
  return database.writeStep('', async (tx) => {
    const { account_id: accountId } = rebuild;
    const ledger = await lockMeetingLedger(tx, accountId);
    // Another process may have finished it.
    if (ledger.rebuild?.id !== rebuild.id) return 0;
    const { position } = ledger.rebuild;
    const events = await listMeetingEventsAfter(tx, accountId, position, limit);
    const last = events.at(-1);
    if (!last) {
      await finishRebuild(tx, rebuild, ledger.projectionId, now);
      return 0;
    }
    const target = {
      accountId,
      projectionId: rebuild.id,
      now,
      recordsCalls: false,
      // The log is read conference after conference: only the one that the last step came to has begun.
      isNew: (conferenceId: string): boolean => conferenceId !== position.conferenceId,
    };
    await applyEvents(tx, target, await recogniseLogged(tx, accountId, events));
    await keepRebuildPosition(tx, rebuild.id, { conferenceId: last.conference_id, time: last.time, key: last.event_key }, events.length);
    return events.length;
  });
}
