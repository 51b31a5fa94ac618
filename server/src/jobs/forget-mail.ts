import { dayMs } from '../shapes/timestamp.ts';
import { forgetInvitesBefore } from '../store/invites.ts';
import { forgetMessagesBefore } from '../store/outbox-sending.ts';
import { forgetSupportRequestsBefore } from '../store/support-requests.ts';
import type { Job } from './job.ts';

/** How long it can be seen what became of a message, and of the invitation in it. */
const keptMs = 30 * dayMs;
/** Rows of one transaction. */
const batch = 500;
/** How long requests for support are listed. */
const requestsKeptMs = 400 * dayMs;

/** Drops mail and invitations that ended a month ago, and support requests of more than a year ago. */
export const forgetMail: Job = {
  name: 'forget-mail',
  intervalMs: 60 * 60_000,
  leaseMs: 60_000,
  run: ({ database, now }) =>
    database.write('', async (tx) => {
      const invites = await forgetInvitesBefore(tx, now - keptMs, batch);
      const requests = await forgetSupportRequestsBefore(tx, now - requestsKeptMs, batch);
      return invites + requests + (await forgetMessagesBefore(tx, now - keptMs, batch));
    }),
};
