import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import type { Vault } from './vault.ts';

export type OutboxRow = Tables['outbox'];

/** A message of plain text to one recipient. */
export interface Message {
  readonly id: string;
  /** '' = the message is about no account. */
  readonly accountId: string;
  readonly kind: 'UserInvitation' | 'DelegateInvitation' | 'Registration' | 'SignInLink' | 'PasswordReset' | 'SupportRequest';
  /** '' = the support address that the operator has configured by the time it is sent. */
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly now: number;
  /** What the message says is worth nothing any more by then. */
  readonly expiresAt: number;
}

/** Keeps a message until it is sent; its body may hold secrets and is sealed. */
export async function addToOutbox(tx: Tx, message: Message): Promise<OutboxRow> {
  const row: OutboxRow = {
    id: message.id,
    aws_account_id: tx.awsAccountId,
    account_id: message.accountId,
    kind: message.kind,
    recipient: message.recipient,
    subject: message.subject,
    body_sealed: tx.vault.seal(message.body, sealPurpose(message.id)),
    status: 'NotSent',
    attempts: 0,
    next_attempt_at: message.now,
    created_at: message.now,
    expires_at: message.expiresAt,
    lease_until: 0,
    lease_owner: '',
    sent_at: null,
    error: null,
  };
  await tx.run(insertMessage, row);
  return row;
}

const insertMessage = statement<OutboxRow>('insertMessage', (sql, param) =>
  sql.insertInto('outbox').values({
    id: param('id'),
    aws_account_id: param('aws_account_id'),
    account_id: param('account_id'),
    kind: param('kind'),
    recipient: param('recipient'),
    subject: param('subject'),
    body_sealed: param('body_sealed'),
    status: param('status'),
    attempts: param('attempts'),
    next_attempt_at: param('next_attempt_at'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
    lease_until: param('lease_until'),
    lease_owner: param('lease_owner'),
  }),
);

const withdrawn = { status: 'Failed', error: 'Withdrawn before it was sent.', body_sealed: '' } as const;

/** Takes back those of the tenant's messages that are not sent yet. */
export async function withdrawMessages(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    tx.sql
      .updateTable('outbox')
      .set(withdrawn)
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('id', 'in', ids)
      .where('status', '=', 'NotSent'),
  );
}

/** Takes back those of the messages that are not sent yet, whosesoever they are. */
export async function withdrawMessagesOfAnyTenant(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(tx.sql.updateTable('outbox').set(withdrawn).where('id', 'in', ids).where('status', '=', 'NotSent'));
}

/** The newest messages, of every tenant, at most `limit`. */
export async function listOutbox(tx: Tx, limit: number): Promise<OutboxRow[]> {
  return tx.all(selectNewestMessages, { limit });
}

const selectNewestMessages = statement<{ limit: number }, OutboxRow>('selectNewestMessages', (sql, param) =>
  sql.selectFrom('outbox').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(param('limit')),
);

/** What the message says; '' once it was sent or withdrawn. */
export function openBody(vault: Vault, message: OutboxRow): string {
  return message.body_sealed === '' ? '' : vault.open(message.body_sealed, sealPurpose(message.id));
}

function sealPurpose(id: string): string {
  return `outbox:${id}`;
}
