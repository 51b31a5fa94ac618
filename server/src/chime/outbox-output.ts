import type { z } from 'zod';
import type { OutboxMessage } from '../shapes/outbox.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { AccountMessageRow } from '../store/account-messages.ts';

/** A message of an account as the wire shows it, without what it says. @param sendsMail whether a mail server is configured */
export function toOutboxMessage(row: AccountMessageRow, sendsMail: boolean): z.input<typeof OutboxMessage> {
  return {
    MessageId: row.id,
    AccountId: row.account_id,
    Kind: row.kind,
    EmailAddress: row.recipient,
    Subject: row.subject,
    EmailStatus: row.status,
    Attempts: row.attempts,
    CreatedTimestamp: toTimestamp(row.created_at),
    ExpiresAt: toTimestamp(row.expires_at),
    NextAttemptAt: sendsMail && row.status === 'NotSent' ? toTimestamp(row.next_attempt_at) : undefined,
    SentTimestamp: row.sent_at === null ? undefined : toTimestamp(row.sent_at),
    Reason: row.error ?? undefined,
  };
}
