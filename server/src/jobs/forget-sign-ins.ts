import { throttleMemoryMs } from '../signin/throttle.ts';
import { forgetConsoleSessionsBefore } from '../store/console-sessions.ts';
import { forgetSessionsBefore } from '../store/sessions.ts';
import { forgetThrottlesBefore } from '../store/sign-in-throttles.ts';
import { forgetLinksBefore } from '../store/user-links.ts';
import type { Job } from './job.ts';

/** Drops sessions and links that have expired, and attempts that nobody counts any more. */
export const forgetSignIns: Job = {
  name: 'forget-sign-ins',
  intervalMs: 60 * 60_000,
  leaseMs: 60_000,
  run: ({ database, now }) =>
    database.write('', async (tx) => {
      const sessions = (await forgetSessionsBefore(tx, now)) + (await forgetConsoleSessionsBefore(tx, now));
      const links = await forgetLinksBefore(tx, now);
      return sessions + links + (await forgetThrottlesBefore(tx, now - throttleMemoryMs));
    }),
};
