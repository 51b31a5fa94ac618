import { z } from 'zod';
import { BadRequestException, NotFoundException, ThrottledClientException } from '../../errors.ts';
import { supportRequestMail } from '../../mail/support-request.ts';
import { operation, type Ctx } from '../../operation.ts';
import { accountId, clientRequestToken, timestamp } from '../../shapes/common.ts';
import { conferenceId } from '../../shapes/report.ts';
import { supportCategory, supportDescription, SupportRequest, supportSeverity, supportSubject } from '../../shapes/support.ts';
import { toTimestamp } from '../../shapes/timestamp.ts';
import { getAccount } from '../../store/accounts.ts';
import { addToOutbox } from '../../store/outbox.ts';
import { countSupportRequestsSince, insertSupportRequest } from '../../store/support-requests.ts';
import { readDiagnostics } from '../../support/diagnostics.ts';
import { toSupportRequest } from '../../support/output.ts';

const hourMs = 60 * 60_000;
/** Requests of one AWS account within an hour: people write them, not programs. */
const perHourMax = 20;
/** A request that nobody could be sent for so long is worth nothing any more. */
const mailLifetimeMs = 30 * 24 * hourMs;
/** What would start a line of its own in a header, or turn the rest of it around. */
const unfitForSubject = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

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
  // Before the transaction: to count takes a while.
  ask: async ({ read, now }, { AttachDiagnostics }) => (AttachDiagnostics === true ? read((tx) => readDiagnostics(tx, now)) : undefined),
  async handler(ctx, input, diagnostics) {
    const { tx, now, newId, principal } = ctx;
    if (unfitForSubject.test(input.Subject)) {
      throw new BadRequestException('The subject must be one line of plain text, without control characters. Nothing was submitted.');
    }
    const account = input.AccountId === undefined ? undefined : await getAccount(tx, input.AccountId);
    await admit(ctx);
    const id = newId();
    const facts: [string, string | undefined][] = [
      ['Category', input.Category],
      ['Severity', input.Severity],
      ['AWS account', tx.awsAccountId],
      ['Submitted by', principal.arn],
      ['Submitted at', toTimestamp(now)],
      ['Account', account && `${account.name} (${account.id}, ${account.type})`],
      ['Conference', input.ConferenceId],
      ['Occurred at', input.OccurredAt],
    ];
    const { status, ...message } = await addToOutbox(tx, {
      id: newId(),
      accountId: '',
      kind: 'SupportRequest',
      recipient: '',
      ...supportRequestMail({
        id,
        subject: input.Subject,
        severity: input.Severity,
        facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const])),
        description: input.Description,
        diagnostics: diagnostics && { ...ctx.build, ...diagnostics },
      }),
      now,
      expiresAt: now + mailLifetimeMs,
    });
    const row = await insertSupportRequest(tx, {
      id,
      account_id: account?.id ?? null,
      conference_id: input.ConferenceId ?? null,
      subject: input.Subject,
      description: input.Description,
      category: input.Category,
      severity: input.Severity,
      occurred_at: input.OccurredAt === undefined ? null : Date.parse(input.OccurredAt),
      diagnostics_attached: Number(diagnostics !== undefined),
      outbox_id: message.id,
      submitted_by: principal.arn,
      created_at: now,
    });
    ctx.nudge('send-mail');
    return { SupportRequest: toSupportRequest({ ...row, status }, input.Description) };
  },
});

/** Throws ThrottledClientException when this AWS account has submitted as many requests as it may within an hour. */
async function admit({ tx, now }: Ctx): Promise<void> {
  const { count, first } = await countSupportRequestsSince(tx, now - hourMs);
  if (count < perHourMax) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(((first ?? now) + hourMs - now) / 1000));
  throw new ThrottledClientException(
    `This AWS account has submitted ${perHourMax} support requests within an hour. Submit the next one in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
    { retryAfterSeconds },
  );
}
