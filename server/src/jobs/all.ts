import type { Machine } from '../directory/apply-plan.ts';
import { expireDelegateInvitations } from './expire-delegates.ts';
import type { ServiceConnections } from '../connections.ts';
import { checkDomains } from './check-domains.ts';
import { createExportData } from './export-data.ts';
import { endSilentMeetings } from './end-silent-meetings.ts';
import { deliverCallDetailRecords } from './deliver-call-detail-records.ts';
import { forgetDenials } from './forget-denials.ts';
import { forgetIdempotencyTokens } from './forget-idempotency-tokens.ts';
import { forgetMail } from './forget-mail.ts';
import { forgetMeetings } from './forget-meetings.ts';
import { forgetMessages } from './forget-messages.ts';
import { forgetSignIns } from './forget-sign-ins.ts';
import { forgetScimExchanges } from './forget-scim-exchanges.ts';
import { generatePolicies } from './generate-policies.ts';
import { indexAuditEvents } from './index-audit-events.ts';
import type { Job } from './job.ts';
import { purgeDeletedAccounts } from './purge-deleted-accounts.ts';
import { removeCdrBuckets } from './remove-cdr-buckets.ts';
import { sweepAttachments } from './sweep-attachments.ts';
import { rebuildMeetings } from './rebuild-meetings.ts';
import { createSyncDirectories } from './sync-directories.ts';

/** Every job a server runs. @param arrivals folder of files that are still arriving */
export function allJobs(connections: ServiceConnections, machine: Machine, arrivals: string): readonly Job[] {
  return [
    checkDomains(connections, machine),
    deliverCallDetailRecords(connections.objects, machine.now),
    expireDelegateInvitations,
    createExportData({ ...machine, objects: connections.objects }),
    endSilentMeetings,
    forgetDenials,
    forgetIdempotencyTokens,
    forgetMail,
    forgetMeetings,
    forgetMessages,
    forgetScimExchanges,
    forgetSignIns,
    generatePolicies,
    indexAuditEvents,
    purgeDeletedAccounts,
    removeCdrBuckets(connections.objects),
    sweepAttachments({ objects: connections.objects, arrivals }),
    rebuildMeetings,
    createSyncDirectories({ ...machine, outgoing: connections.directories }),
  ];
}
