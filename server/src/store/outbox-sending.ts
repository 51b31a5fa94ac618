import { statement, type Tx } from './database.ts';
import { failInviteOfMessage } from './invites.ts';
import type { OutboxRow } from './outbox.ts';

/** Who sends, and until when the message is its own. */
export interface SendingLease {
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
  /** Whether there is a support address; else support requests wait. */
  readonly mailsSupport: boolean;
}

/** Mail that one address gets, and that one AWS account sends, within the window. */
const windowMs = 60 * 60_000;
const perRecipientMax = 10;
const perTenantMax = 1_000;
/** When a message is looked at again that has to wait for its turn. */
const deferMs = 5 * 60_000;
/** Messages of one claim that may turn out to be late or over a limit. */
const skippedMax = 100;

/**
 * Takes the message that waits longest, for as long as the lease holds: nobody else sends it meanwhile, and if this
 * process dies somebody else will. Answers undefined when nothing is due. Messages that came too late fail.
 */
export async function claimMessage(tx: Tx, { owner, now, leaseMs, mailsSupport }: SendingLease): Promise<OutboxRow | undefined> {
  for (let skipped = 0; skipped < skippedMax; skipped++) {
    const due = await tx.first(selectDueMessage, { now, mailsSupport: Number(mailsSupport) });
    if (!due) return undefined;
    if (due.expires_at <= now) {
      const last = due.error === null ? '' : ` The last attempt: ${due.error}`;
      await failMessage(tx, due, `Not delivered before its link expired.${last}`);
    } else if (await isOverLimit(tx, due, now)) {
      await tx.run(deferMessage, { id: due.id, until: now + deferMs });
    } else {
      return tx.first(leaseMessage, { id: due.id, owner, leaseUntil: now + leaseMs });
    }
  }
  return undefined;
}

const selectDueMessage = statement<{ now: number; mailsSupport: number }, OutboxRow>('selectDueMessage', (sql, param, { rowLocks }) => {
  const query = sql
    .selectFrom('outbox')
    .selectAll()
    .where('status', '=', 'NotSent')
    .where('next_attempt_at', '<=', param('now'))
    .where('lease_until', '<=', param('now'))
    .where(({ or, eb }) => or([eb('recipient', '<>', ''), eb(param('mailsSupport'), '=', 1)]))
    .orderBy('next_attempt_at')
    .limit(1);
  return rowLocks ? query.forUpdate().skipLocked() : query;
});

const leaseMessage = statement<{ id: string; owner: string; leaseUntil: number }, OutboxRow>('leaseMessage', (sql, param) =>
  sql
    .updateTable('outbox')
    .set(({ eb }) => ({ lease_owner: param('owner'), lease_until: param('leaseUntil'), attempts: eb('attempts', '+', 1) }))
    .where('id', '=', param('id'))
    .returningAll(),
);

const deferMessage = statement<{ id: string; until: number }>('deferMessage', (sql, param) =>
  sql
    .updateTable('outbox')
    .set({ next_attempt_at: param('until') })
    .where('id', '=', param('id')),
);

/** Sign-in mail belongs to no AWS account; how much of it there is, is limited where it is asked for. */
async function isOverLimit(tx: Tx, message: OutboxRow, now: number): Promise<boolean> {
  const since = now - windowMs;
  // How much is submitted to support is limited where it is submitted, and many have the one address.
  const toRecipient = message.recipient === '' ? undefined : await tx.first(countToRecipient, { recipient: message.recipient, since });
  if ((toRecipient?.count ?? 0) >= perRecipientMax) return true;
  if (message.aws_account_id === '') return false;
  const ofTenant = await tx.first(countOfTenant, { awsAccountId: message.aws_account_id, since });
  return (ofTenant?.count ?? 0) >= perTenantMax;
}

const countToRecipient = statement<{ recipient: string; since: number }, { count: number }>('countToRecipient', (sql, param) =>
  sql
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('recipient', '=', param('recipient'))
    .where('sent_at', '>', param('since')),
);

const countOfTenant = statement<{ awsAccountId: string; since: number }, { count: number }>('countOfTenant', (sql, param) =>
  sql
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('sent_at', '>', param('since')),
);

/** The mail server took the message. What it said is dropped: its links are nobody else's business. */
export async function recordSent(tx: Tx, message: OutboxRow, now: number): Promise<void> {
  await tx.run(updateSent, { id: message.id, owner: message.lease_owner, now });
}

const updateSent = statement<{ id: string; owner: string; now: number }>('updateSent', (sql, param) =>
  sql
    .updateTable('outbox')
    .set({ status: 'Sent', sent_at: param('now'), body_sealed: '', error: null, lease_until: 0, lease_owner: '' })
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner')),
);

/** The message is tried again later, unless another process has taken it over. */
export async function recordDelay(tx: Tx, message: OutboxRow, nextAttemptAt: number, error: string): Promise<void> {
  await tx.run(updateDelayed, { id: message.id, owner: message.lease_owner, nextAttemptAt, error });
}

const updateDelayed = statement<{ id: string; owner: string; nextAttemptAt: number; error: string }>('updateDelayed', (sql, param) =>
  sql
    .updateTable('outbox')
    .set({ next_attempt_at: param('nextAttemptAt'), error: param('error'), lease_until: 0, lease_owner: '' })
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner'))
    .where('status', '=', 'NotSent'),
);

/** The message will not be sent; an invitation it carries shows as failed. */
export async function failMessage(tx: Tx, message: OutboxRow, error: string): Promise<void> {
  const failed = await tx.run(updateFailedMessage, { id: message.id, owner: message.lease_owner, error });
  if (failed === 1) await failInviteOfMessage(tx, message.id);
}

const updateFailedMessage = statement<{ id: string; owner: string; error: string }>('updateFailedMessage', (sql, param) =>
  sql
    .updateTable('outbox')
    .set({ status: 'Failed', error: param('error'), lease_until: 0, lease_owner: '' })
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('owner'))
    .where('status', '=', 'NotSent'),
);

/** Removes messages that are worth nothing since `time` and that no invitation or support request refers to, at most `batch`; answers how many. */
export async function forgetMessagesBefore(tx: Tx, time: number, batch: number): Promise<number> {
  return tx.run(deleteOldMessages, { time, batch });
}

const deleteOldMessages = statement<{ time: number; batch: number }>('deleteOldMessages', (sql, param) =>
  sql.deleteFrom('outbox').where('id', 'in', (nested) =>
    nested
      .selectFrom('outbox')
      .select('outbox.id')
      .where('outbox.expires_at', '<=', param('time'))
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('invites').select('invites.id').whereRef('invites.outbox_id', '=', 'outbox.id'))),
      )
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('support_requests').select('support_requests.id').whereRef('support_requests.outbox_id', '=', 'outbox.id'))),
      )
      .limit(param('batch')),
  ),
);
