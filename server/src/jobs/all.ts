import { forgetIdempotencyTokens } from './forget-idempotency-tokens.ts';
import type { Job } from './job.ts';
import { purgeDeletedAccounts } from './purge-deleted-accounts.ts';

/** Every job a server runs. */
export const allJobs: readonly Job[] = [forgetIdempotencyTokens, purgeDeletedAccounts];
