import { forgetTokensBefore, tokenLifetimeMs } from '../store/idempotency.ts';
import type { Job } from './job.ts';

/** Drops client request tokens that no longer return the first result. */
export const forgetIdempotencyTokens: Job = {
  name: 'forget-idempotency-tokens',
  intervalMs: 60 * 60_000,
  leaseMs: 60_000,
  run: ({ database, now }) => database.write('', (tx) => forgetTokensBefore(tx, now - tokenLifetimeMs)),
};
