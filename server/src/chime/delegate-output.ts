import type { z } from 'zod';
import type { Delegate } from '../shapes/delegate.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { DelegateRow } from '../store/delegates.ts';

/** A delegation as the wire shows it: an invitation whose time is over is expired, whether or not the job has come to it. */
export function toDelegate(row: DelegateRow, now: number): z.input<typeof Delegate> {
  const accepted = row.state === 'Accepted';
  return {
    DelegateId: row.id,
    AccountId: row.account_id,
    AccountName: row.account_name,
    OwnerAwsAccountId: row.owner_aws_account_id,
    DelegateAwsAccountId: row.delegate_aws_account_id,
    EmailAddress: row.email ?? undefined,
    State: !accepted && row.expires_at <= now ? 'Expired' : row.state,
    InvitedBy: row.invited_by,
    CreatedTimestamp: toTimestamp(row.created_at),
    ExpiresAt: accepted ? undefined : toTimestamp(row.expires_at),
    AcceptedBy: row.accepted_by ?? undefined,
    AcceptedAt: row.accepted_at === null ? undefined : toTimestamp(row.accepted_at),
  };
}
