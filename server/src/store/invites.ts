import type { AccountRow } from './accounts.ts';
import { asTenant, statement, type Tx } from './database.ts';
import { withdrawMessages, withdrawMessagesOfAnyTenant } from './outbox.ts';
import type { Tables } from './schema.ts';

export type InviteRow = Tables['invites'];

type NewInvite = Omit<InviteRow, 'accepted_at' | 'withdrawn'>;

/** Whoever shows the token within the time may join. */
export async function insertInvite(tx: Tx, invite: NewInvite): Promise<void> {
  await tx.run(insertPendingInvite, invite);
}

const insertPendingInvite = statement<NewInvite>('insertPendingInvite', (sql, param) =>
  sql.insertInto('invites').values({
    id: param('id'),
    account_id: param('account_id'),
    user_id: param('user_id'),
    email: param('email'),
    token_hash: param('token_hash'),
    outbox_id: param('outbox_id'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
    withdrawn: 0,
  }),
);

/** Ends these users' invitations to the account: the tokens are worth nothing any more, and what is unsent stays unsent. */
export async function cancelInvites(tx: Tx, account: AccountRow, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const cancelled = await tx.query(
    tx.sql
      .updateTable('invites')
      .set({ withdrawn: 1 })
      .where('account_id', '=', account.id)
      .where('user_id', 'in', userIds)
      .where('accepted_at', 'is', null)
      .where('withdrawn', '=', 0)
      .returning('outbox_id'),
  );
  await withdrawMessages(
    asTenant(tx, account.aws_account_id),
    cancelled.map(({ outbox_id }) => outbox_id),
  );
}

/** Like `cancelInvites`, for users who are removed, whosesoever they are. */
export async function cancelInvitesOfAnyTenant(tx: Tx, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const cancelled = await tx.query(
    tx.sql
      .updateTable('invites')
      .set({ withdrawn: 1 })
      .where('user_id', 'in', userIds)
      .where('accepted_at', 'is', null)
      .where('withdrawn', '=', 0)
      .returning('outbox_id'),
  );
  await withdrawMessagesOfAnyTenant(
    tx,
    cancelled.map(({ outbox_id }) => outbox_id),
  );
}

/** The invitation that was mailed with this token, whatever became of it. */
export async function findInvite(tx: Tx, tokenHash: string): Promise<InviteRow | undefined> {
  return tx.first(selectInvite, { tokenHash });
}

const selectInvite = statement<{ tokenHash: string }, InviteRow>('selectInvite', (sql, param) =>
  sql.selectFrom('invites').selectAll().where('token_hash', '=', param('tokenHash')),
);

/** Uses the invitation up; answers whether it was still there to be used, so that of two who accept at once one does. */
export async function acceptInvite(tx: Tx, invite: InviteRow, now: number): Promise<boolean> {
  return (await tx.run(updateAccepted, { id: invite.id, now })) === 1;
}

const updateAccepted = statement<{ id: string; now: number }>('updateAccepted', (sql, param) =>
  sql
    .updateTable('invites')
    .set({ accepted_at: param('now') })
    .where('id', '=', param('id'))
    .where('accepted_at', 'is', null)
    .where('withdrawn', '=', 0)
    .where('expires_at', '>', param('now')),
);

/** The invitation that the message carries can reach nobody: its user shows that it failed. */
export async function failInviteOfMessage(tx: Tx, outboxId: string): Promise<void> {
  await tx.run(updateFailedInvitation, { outboxId });
}

const updateFailedInvitation = statement<{ outboxId: string }>('updateFailedInvitation', (sql, param) =>
  sql
    .updateTable('users')
    .set({ invitation_status: 'Failed' })
    .where('registration_status', '=', 'Unregistered')
    .where('id', 'in', (nested) =>
      nested
        .selectFrom('invites')
        .select('user_id')
        .where('outbox_id', '=', param('outboxId'))
        .where('accepted_at', 'is', null)
        .where('withdrawn', '=', 0),
    ),
);

/** Removes the invitations that ended before `time`, at most `batch`; answers how many. */
export async function forgetInvitesBefore(tx: Tx, time: number, batch: number): Promise<number> {
  return tx.run(deleteOldInvites, { time, batch });
}

const deleteOldInvites = statement<{ time: number; batch: number }>('deleteOldInvites', (sql, param) =>
  sql
    .deleteFrom('invites')
    .where('id', 'in', (nested) =>
      nested.selectFrom('invites').select('id').where('expires_at', '<=', param('time')).limit(param('batch')),
    ),
);
