import { dayMs } from '../shapes/timestamp.ts';
import type { Database } from '../store/database.ts';
import { deleteExpired, listExpiring, type Expiry } from '../store/expired-messages.ts';
import { listRetentions } from '../store/retention-settings.ts';
import type { Job } from './job.ts';

/** Accounts, or conversations, looked at together. */
const pageSize = 100;
/** Messages deleted in one transaction, and transactions in one run: the next run goes on. */
const batch = 200;
const batchesMax = 500;

/** Deletes messages, and files that were sent with them, once the retention of their account says so. */
export const forgetMessages: Job = {
  name: 'forget-messages',
  intervalMs: 60 * 60_000,
  leaseMs: 10 * 60_000,
  async run({ database, now }) {
    const left = { batches: batchesMax };
    let count = 0;
    for (let after: string | undefined = ''; after !== undefined && left.batches > 0;) {
      const from: string = after;
      const retentions = await database.read('', (tx) => listRetentions(tx, now, from, pageSize));
      for (const { account_id: accountId, room_days, conversation_days } of retentions) {
        for (const [isRoom, days] of [
          [true, room_days],
          [false, conversation_days],
        ] as const) {
          if (days !== null) count += await forget(database, { accountId, isRoom, before: now - days * dayMs }, now, left);
        }
      }
      after = retentions.length < pageSize ? undefined : retentions.at(-1)?.account_id;
    }
    return count;
  },
};

async function forget(database: Database, expiry: Expiry, now: number, left: { batches: number }): Promise<number> {
  let count = 0;
  for (let after: string | undefined = ''; after !== undefined && left.batches > 0;) {
    const from: string = after;
    const conversations = await database.read('', (tx) => listExpiring(tx, expiry, from, pageSize));
    for (const id of conversations) {
      for (let isDone = false; !isDone && left.batches > 0; left.batches -= 1) {
        const deleted = await database.write('', (tx) => deleteExpired(tx, expiry, id, { now, limit: batch }));
        count += deleted;
        isDone = deleted < batch;
      }
    }
    after = conversations.length < pageSize ? undefined : conversations.at(-1);
  }
  return count;
}
