import { forgetBefore } from '../meetings/forget.ts';
import { retentionMs } from '../meetings/record.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { listLedgers } from '../store/meeting-events.ts';
import { deleteRemains } from '../store/meeting-remains.ts';
import { deletePresencesBefore } from '../store/room-presences.ts';
import type { Job } from './job.ts';

/** Nothing that is forgotten can still be reported. */
const marginMs = 2 * dayMs;
/** Presences in rooms that nothing was heard of for so long are of a source that went away. */
const presenceMaxMs = 7 * dayMs;
/** Accounts looked at together, transactions of one account in one run. */
const accountsAtOnce = 100;
const stepsMax = 200;
/** Rows of one transaction that deletes what nobody reads. */
const batch = 2_000;
const batchesMax = 500;

/** Drops meetings and messages after their time, and bit by bit what rebuildings and purged accounts have left. */
export const forgetMeetings: Job = {
  name: 'forget-meetings',
  intervalMs: 10 * 60_000,
  leaseMs: 10 * 60_000,
  async run({ database, now }) {
    let count = 0;
    for (let after: string | undefined = ''; after !== undefined;) {
      const from: string = after;
      const ledgers = await database.read('', (tx) => listLedgers(tx, from, accountsAtOnce));
      for (const { account_id } of ledgers) {
        for (let step = 0; step < stepsMax; step += 1) {
          const forgotten = await database.write('', (tx) => forgetBefore(tx, account_id, now - retentionMs - marginMs));
          count += forgotten;
          if (forgotten === 0) break;
        }
      }
      after = ledgers.length < accountsAtOnce ? undefined : ledgers.at(-1)?.account_id;
    }
    for (let batches = 0; batches < batchesMax; batches += 1) {
      const deleted = await database.write('', (tx) => deleteRemains(tx, batch));
      count += deleted;
      if (deleted === 0) break;
    }
    return count + (await database.write('', (tx) => deletePresencesBefore(tx, now - presenceMaxMs)));
  },
};
