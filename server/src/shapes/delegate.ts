import { z } from 'zod';
import { emailAddress, nonEmptyString, timestamp } from './common.ts';

export const awsAccountId = z
  .string()
  .regex(/^[0-9]{12}$/)
  .meta({ id: 'AwsAccountId' });

export const delegateId = nonEmptyString;

/** The right of another AWS account to manage an Amazon Chime account, or the invitation to it. */
export const Delegate = z
  .object({
    DelegateId: z.string(),
    AccountId: z.string(),
    AccountName: z.string().optional(),
    OwnerAwsAccountId: awsAccountId,
    DelegateAwsAccountId: awsAccountId,
    EmailAddress: emailAddress.optional(),
    State: z.enum(['Pending', 'Accepted', 'Expired']).meta({ id: 'DelegateState' }),
    InvitedBy: z.string().describe('ARN of the principal that sent or last renewed the invitation.'),
    CreatedTimestamp: timestamp,
    ExpiresAt: timestamp.describe('Until when a pending invitation can be accepted; absent once it is.').optional(),
    AcceptedBy: z.string().optional(),
    AcceptedAt: timestamp.optional(),
  })
  .meta({ id: 'Delegate' });
