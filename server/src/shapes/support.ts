import { z } from 'zod';
import { nonEmptyString, sensitive, timestamp } from './common.ts';
import { Invite } from './user.ts';

export const supportSubject = z
  .string()
  .min(1)
  .max(200)
  .regex(/.*\S.*/)
  .meta({ id: 'SupportSubject' });

/** Free text: whatever a person in trouble writes, so it stays out of the audit trail. */
export const supportDescription = z
  .string()
  .min(1)
  .max(20_000)
  .meta({ id: 'SupportDescription', ...sensitive });

export const supportCategory = z
  .enum(['Accounts', 'Users', 'Domains', 'SignIn', 'Meetings', 'CallDetailRecords', 'DataExports', 'Other'])
  .meta({ id: 'SupportCategory' });

export const supportSeverity = z.enum(['Low', 'Normal', 'High', 'Urgent']).meta({ id: 'SupportSeverity' });

/** JSON as it stands in the mail. It says how the installation fares, so it stays out of the audit trail. */
export const supportDiagnostics = z.string().meta({ id: 'SupportDiagnostics', ...sensitive });

/** A request as it was mailed to the configured support address. */
export const SupportRequest = z
  .object({
    SupportRequestId: z.string(),
    Subject: supportSubject,
    Description: supportDescription,
    Category: supportCategory,
    Severity: supportSeverity,
    AccountId: nonEmptyString.optional(),
    ConferenceId: nonEmptyString.optional(),
    OccurredAt: timestamp.optional(),
    DiagnosticsAttached: z.boolean(),
    EmailStatus: Invite.shape.EmailStatus.unwrap(),
    SubmittedBy: z.string().describe('ARN of the principal that submitted it.'),
    CreatedTimestamp: timestamp,
  })
  .meta({ id: 'SupportRequest' });
