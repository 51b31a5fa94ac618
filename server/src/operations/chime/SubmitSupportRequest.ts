import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken, timestamp } from '../../shapes/common.ts';
import { conferenceId } from '../../shapes/report.ts';
import { supportCategory, supportDescription, SupportRequest, supportSeverity, supportSubject } from '../../shapes/support.ts';

export const SubmitSupportRequest = operation({
  action: {
    name: 'SubmitSupportRequest',
    access: 'Write',
    summary: 'Submits a customer service support request',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/support-requests', status: 201 },
  input: z.object({
    Subject: supportSubject,
    Description: supportDescription,
    Category: supportCategory,
    Severity: supportSeverity,
    AccountId: accountId.optional(),
    ConferenceId: conferenceId.optional(),
    OccurredAt: timestamp.optional(),
    AttachDiagnostics: z.boolean().describe('Adds a diagnostic bundle without names, addresses or secrets.').optional(),
    ClientRequestToken: clientRequestToken.optional(),
  }),
  output: z.object({ SupportRequest }),
  errors: [BadRequestException, NotFoundException],
  example: {
    Subject: 'Users cannot sign in',
    Description: 'Since the domain was verified, sign-in answers "unknown user".',
    Category: 'SignIn',
    Severity: 'High',
    AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10',
  },
});
