import { dayMs } from '../shapes/timestamp.ts';
import { purgeAccountsDeletedBefore } from '../store/accounts.ts';
import type { Job } from './job.ts';

/** How long a deleted account is kept. */
const keptMs = 90 * dayMs;
/** Accounts purged in one transaction. */
const batch = 100;

/** Removes accounts for good 90 days after their deletion. */
export const purgeDeletedAccounts: Job = {
  name: 'purge-deleted-accounts',
  intervalMs: 60 * 60_000,
  leaseMs: 10 * 60_000,
  run: ({ database, now }) => database.write('', (tx) => purgeAccountsDeletedBefore(tx, now - keptMs, batch)),
};
