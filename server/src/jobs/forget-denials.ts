import { denialLifetimeMs, forgetDenialsBefore } from '../store/denials.ts';
import type { Job } from './job.ts';

/** Drops the reasons of refusals that nobody can read any more. */
export const forgetDenials: Job = {
  name: 'forget-denials',
  intervalMs: 60 * 60_000,
  leaseMs: 60_000,
  run: ({ database, now }) => database.write('', (tx) => forgetDenialsBefore(tx, now - denialLifetimeMs)),
};
