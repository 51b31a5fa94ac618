import { forgetDenials } from './forget-denials.ts';
import { forgetIdempotencyTokens } from './forget-idempotency-tokens.ts';
import { forgetScimExchanges } from './forget-scim-exchanges.ts';
import { indexAuditEvents } from './index-audit-events.ts';
import type { Job } from './job.ts';
import { purgeDeletedAccounts } from './purge-deleted-accounts.ts';

/** Every job a server runs. */
export const allJobs: readonly Job[] = [
  forgetDenials,
  forgetIdempotencyTokens,
  forgetScimExchanges,
  indexAuditEvents,
  purgeDeletedAccounts,
];
