import { forgetDenials } from './forget-denials.ts';
import { forgetIdempotencyTokens } from './forget-idempotency-tokens.ts';
import { generatePolicies } from './generate-policies.ts';
import { indexAuditEvents } from './index-audit-events.ts';
import type { Job } from './job.ts';
import { purgeDeletedAccounts } from './purge-deleted-accounts.ts';

/** Every job a server runs. */
export const allJobs: readonly Job[] = [forgetDenials, forgetIdempotencyTokens, generatePolicies, indexAuditEvents, purgeDeletedAccounts];
