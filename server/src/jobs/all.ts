import type { Machine } from '../directory/apply-plan.ts';
import { expireDelegateInvitations } from './expire-delegates.ts';
import type { Connections } from '../operation.ts';
import { checkDomains } from './check-domains.ts';
import { endSilentMeetings } from './end-silent-meetings.ts';
import { forgetDenials } from './forget-denials.ts';
import { forgetIdempotencyTokens } from './forget-idempotency-tokens.ts';
import { forgetMail } from './forget-mail.ts';
import { forgetMeetings } from './forget-meetings.ts';
import { forgetSignIns } from './forget-sign-ins.ts';
import { forgetScimExchanges } from './forget-scim-exchanges.ts';
import { generatePolicies } from './generate-policies.ts';
import { indexAuditEvents } from './index-audit-events.ts';
import type { Job } from './job.ts';
import { purgeDeletedAccounts } from './purge-deleted-accounts.ts';
import { rebuildMeetings } from './rebuild-meetings.ts';
import { createSyncDirectories } from './sync-directories.ts';

/** Every job a server runs. */
export function allJobs(connections: Connections, machine: Machine): readonly Job[] {
  return [
    checkDomains(connections, machine),
    expireDelegateInvitations,
    endSilentMeetings,
    forgetDenials,
    forgetIdempotencyTokens,
    forgetMail,
    forgetMeetings,
    forgetScimExchanges,
    forgetSignIns,
    generatePolicies,
    indexAuditEvents,
    purgeDeletedAccounts,
    rebuildMeetings,
    createSyncDirectories({ ...machine, outgoing: connections.directories }),
  ];
}
