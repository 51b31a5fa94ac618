import { z } from 'zod';
import { emailAddress, nonEmptyString, sensitive, timestamp } from './common.ts';
import { Invite } from './user.ts';

export const messageId = nonEmptyString;

/** A message of an account: an invitation to join it or to manage it. */
export const OutboxMessage = z
  .object({
    MessageId: z.string(),
    AccountId: z.string(),
    Kind: z.enum(['UserInvitation', 'DelegateInvitation']).meta({ id: 'OutboxMessageKind' }),
    EmailAddress: emailAddress,
    Subject: z.string(),
    EmailStatus: Invite.shape.EmailStatus.unwrap(),
    Attempts: z.int(),
    CreatedTimestamp: timestamp,
    ExpiresAt: timestamp.describe('What the message says is worth nothing any more by then: it is not sent afterwards.'),
    NextAttemptAt: timestamp.describe('Absent once it is sent or has failed, and where no mail server is configured.').optional(),
    SentTimestamp: timestamp.optional(),
    Reason: z.string().describe('What the mail server said to the last attempt that failed.').optional(),
  })
  .meta({ id: 'OutboxMessage' });

/** Holds links that work once. */
export const messageBody = z.string().meta({ id: 'OutboxMessageBody', ...sensitive });
