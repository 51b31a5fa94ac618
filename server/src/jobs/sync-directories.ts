import { performRun, queueDueRuns, type SyncSurroundings } from '../directory/sync.ts';
import type { Job } from './job.ts';

/** Runs that one process works on before it lets go: the next turn goes on. */
const runsMax = 20;

/**
 * Brings users and groups over from the directories that accounts are connected to. Runs have leases of their own, so that
 * a run that takes longer than this job's lease is not begun by a second process, and several processes share many runs.
 */
export function createSyncDirectories(surroundings: Omit<SyncSurroundings, 'database' | 'owner'>): Job {
  const owner = surroundings.newId();
  return {
    name: 'sync-directories',
    intervalMs: 10_000,
    leaseMs: 60_000,
    async run({ database }) {
      const all = { ...surroundings, database, owner };
      await queueDueRuns(all);
      let count = 0;
      while (count < runsMax && (await performRun(all))) count += 1;
      return count;
    },
  };
}
