import { expireDelegates } from '../store/delegates.ts';
import type { Job } from './job.ts';

/** Invitations marked in one transaction. */
const batch = 500;

/** Marks invitations to manage an account whose time is over; they cannot be accepted from that moment on, marked or not. */
export const expireDelegateInvitations: Job = {
  name: 'expire-delegate-invitations',
  intervalMs: 60_000,
  leaseMs: 5 * 60_000,
  run: ({ database, now }) => database.write('', (tx) => expireDelegates(tx, now, batch)),
};
