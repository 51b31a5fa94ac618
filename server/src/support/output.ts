import type { z } from 'zod';
import { supportCategory, supportSeverity, type SupportRequest } from '../shapes/support.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { MailedSupportRequest } from '../store/support-requests.ts';

/** The request as the wire shows it. */
export function toSupportRequest(row: MailedSupportRequest, description: string): z.output<typeof SupportRequest> {
  return {
    SupportRequestId: row.id,
    Subject: row.subject,
    Description: description,
    Category: supportCategory.parse(row.category),
    Severity: supportSeverity.parse(row.severity),
    ...(row.account_id !== null && { AccountId: row.account_id }),
    ...(row.conference_id !== null && { ConferenceId: row.conference_id }),
    ...(row.occurred_at !== null && { OccurredAt: toTimestamp(row.occurred_at) }),
    DiagnosticsAttached: row.diagnostics_attached === 1,
    EmailStatus: row.status,
    SubmittedBy: row.submitted_by,
    CreatedTimestamp: toTimestamp(row.created_at),
  };
}
