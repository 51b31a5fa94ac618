import type { Machine } from '../directory/apply-plan.ts';
import { expireDelegateInvitations } from './expire-delegates.ts';
import type { ServiceConnections } from '../operation.ts';
import { checkDomains } from './check-domains.ts';
import { deliverCallDetailRecords } from './deliver-call-detail-records.ts';
import { forgetDenials } from './forget-denials.ts';
import { forgetIdempotencyTokens } from './forget-idempotency-tokens.ts';
import { forgetMail } from './forget-mail.ts';
import { forgetSignIns } from './forget-sign-ins.ts';
import { forgetScimExchanges } from './forget-scim-exchanges.ts';
import { generatePolicies } from './generate-policies.ts';
import { indexAuditEvents } from './index-audit-events.ts';
import type { Job } from './job.ts';
import { purgeDeletedAccounts } from './purge-deleted-accounts.ts';
import { removeCdrBuckets } from './remove-cdr-buckets.ts';
import { createSyncDirectories } from './sync-directories.ts';

/** Every job a server runs. */
export function allJobs(connections: ServiceConnections, machine: Machine): readonly Job[] {
  return [
    checkDomains(connections),
    deliverCallDetailRecords(connections.objects, machine.now),
    expireDelegateInvitations,
    forgetDenials,
    forgetIdempotencyTokens,
    forgetMail,
    forgetScimExchanges,
    forgetSignIns,
    generatePolicies,
    indexAuditEvents,
    purgeDeletedAccounts,
    removeCdrBuckets(connections.objects),
    createSyncDirectories({ ...machine, outgoing: connections.directories }),
  ];
}
