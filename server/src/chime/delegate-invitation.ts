import { delegateInvitationMail } from '../mail/delegate-invitation.ts';
import { dayMs } from '../shapes/timestamp.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { addToOutbox } from '../store/outbox.ts';

const lifetimeDays = 7;

/** How long an invitation can be accepted. */
export const invitationLifetimeMs = lifetimeDays * dayMs;

/** Whom an invitation is for. */
export interface Invited {
  readonly delegateId: string;
  readonly delegateAwsAccountId: string;
  /** null = no mail: the invited AWS account finds the invitation in its list. */
  readonly email: string | null;
}

/** Puts the invitation's mail into the outbox, if one is asked for; answers the message's id. The tenant owns the account. */
export async function mailInvitation(
  { tx, now, newId, nudge }: { readonly tx: Tx; readonly now: number; newId(): string; nudge(job: string): void },
  account: AccountRow,
  { delegateId, delegateAwsAccountId, email }: Invited,
): Promise<string | null> {
  if (email === null) return null;
  const names = { accountName: account.name, ownerAwsAccountId: account.aws_account_id, delegateAwsAccountId, delegateId };
  const message = await addToOutbox(tx, {
    id: newId(),
    accountId: account.id,
    kind: 'DelegateInvitation',
    recipient: email,
    ...delegateInvitationMail(names, lifetimeDays),
    now,
    expiresAt: now + invitationLifetimeMs,
  });
  nudge('send-mail');
  return message.id;
}
