import { eventsPerStep, rebuildStep } from '../meetings/rebuild.ts';
import { listOpenRebuilds } from '../store/meeting-rebuilds.ts';
import type { Job } from './job.ts';

/** Steps of one run, and rebuildings it looks at: a run stays well within its lease, and the next one goes on. */
const stepsMax = 500;
const rebuildsMax = 10;

/** Carries on rebuildings that `carillon meeting rebuild` began and did not finish. */
export const rebuildMeetings: Job = {
  name: 'rebuild-meetings',
  intervalMs: 30_000,
  leaseMs: 10 * 60_000,
  async run({ database, now }) {
    let count = 0;
    let steps = 0;
    for (const rebuild of await database.read('', (tx) => listOpenRebuilds(tx, rebuildsMax))) {
      for (let events = 1; events > 0 && steps < stepsMax; steps += 1) {
        events = await rebuildStep(database, rebuild, { now, limit: eventsPerStep });
        count += events;
      }
    }
    return count;
  },
};
