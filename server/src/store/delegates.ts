import type { Kysely } from 'kysely';
import { NotFoundException } from '../errors.ts';
import type { AccountRow } from './accounts.ts';
import { asTenant, statement, type Tx } from './database.ts';
import { withdrawMessages } from './outbox.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

/** A delegation or the invitation to it, with what its two sides need to know of the account. */
export type DelegateRow = Tables['delegates'] & { owner_aws_account_id: string; account_name: string };

/** Throws NotFoundException unless the account has this delegate. The account is the tenant's own: see `getOwnAccount`. */
export async function getDelegate(tx: Tx, account: AccountRow, id: string): Promise<DelegateRow> {
  const delegate = await tx.first(selectDelegate, { id });
  if (delegate?.account_id === account.id) return delegate;
  throw delegateAbsent(id);
}

/** Throws NotFoundException unless the account has this delegate and the tenant is one of its two sides. */
export async function getDelegateOfEitherSide(tx: Tx, accountId: string, id: string): Promise<DelegateRow> {
  const delegate = await tx.first(selectDelegate, { id });
  const sides = [delegate?.owner_aws_account_id, delegate?.delegate_aws_account_id];
  if (delegate?.account_id === accountId && sides.includes(tx.awsAccountId)) return delegate;
  throw delegateAbsent(id);
}

/** Throws NotFoundException unless the tenant is the invited AWS account. */
export async function getReceivedDelegate(tx: Tx, id: string): Promise<DelegateRow> {
  const delegate = await tx.first(selectDelegate, { id });
  if (delegate?.delegate_aws_account_id === tx.awsAccountId) return delegate;
  throw delegateAbsent(id);
}

const selectDelegate = statement<{ id: string }, DelegateRow>('selectDelegate', (sql, param) =>
  delegatesOf(sql).where('delegates.id', '=', param('id')),
);

function delegateAbsent(id: string): NotFoundException {
  return new NotFoundException(`Delegate ${id} does not exist. ListDelegates and ListReceivedDelegates name those there are.`);
}

function delegatesOf(sql: Kysely<Tables>) {
  return sql
    .selectFrom('delegates')
    .innerJoin('accounts', 'accounts.id', 'delegates.account_id')
    .selectAll('delegates')
    .select(['accounts.aws_account_id as owner_aws_account_id', 'accounts.name as account_name'])
    .where('accounts.deleted_at', 'is', null);
}

/** One page of the account's delegates, the invited ones included, in the order of the invitations, after the delegate `after`. */
export async function listDelegates(tx: Tx, account: AccountRow, after: string, size: number): Promise<Page<DelegateRow>> {
  return toPage(await tx.all(selectDelegates, { accountId: account.id, after, limit: size + 1 }), size, ({ id }) => id);
}

const selectDelegates = statement<{ accountId: string; after: string; limit: number }, DelegateRow>('selectDelegates', (sql, param) =>
  delegatesOf(sql)
    .where('delegates.account_id', '=', param('accountId'))
    .where('delegates.id', '>', param('after'))
    .orderBy('delegates.id')
    .limit(param('limit')),
);

/** One page of the delegations offered to the tenant, accepted ones included. */
export async function listReceivedDelegates(tx: Tx, after: string, size: number): Promise<Page<DelegateRow>> {
  return toPage(await tx.all(selectReceivedDelegates, { awsAccountId: tx.awsAccountId, after, limit: size + 1 }), size, ({ id }) => id);
}

const selectReceivedDelegates = statement<{ awsAccountId: string; after: string; limit: number }, DelegateRow>(
  'selectReceivedDelegates',
  (sql, param) =>
    delegatesOf(sql)
      .where('delegates.delegate_aws_account_id', '=', param('awsAccountId'))
      .where('delegates.id', '>', param('after'))
      .orderBy('delegates.id')
      .limit(param('limit')),
);

/** How an AWS account stands to the account, if it was ever invited. */
export async function findDelegateOf(tx: Tx, account: AccountRow, awsAccountId: string): Promise<Tables['delegates'] | undefined> {
  return tx.first(selectDelegateOf, { accountId: account.id, awsAccountId });
}

const selectDelegateOf = statement<{ accountId: string; awsAccountId: string }, Tables['delegates']>('selectDelegateOf', (sql, param) =>
  sql
    .selectFrom('delegates')
    .selectAll()
    .where('account_id', '=', param('accountId'))
    .where('delegate_aws_account_id', '=', param('awsAccountId')),
);

/** How many delegates the account has, the invited ones included. */
export async function countDelegates(tx: Tx, account: AccountRow): Promise<number> {
  return (await tx.first(selectDelegateCount, { accountId: account.id }))?.count ?? 0;
}

const selectDelegateCount = statement<{ accountId: string }, { count: number }>('selectDelegateCount', (sql, param) =>
  sql
    .selectFrom('delegates')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', param('accountId')),
);

/** Needs the account locked: the caller has checked that this AWS account is not invited yet. */
export async function insertDelegate(tx: Tx, delegate: Tables['delegates']): Promise<void> {
  await tx.run(insertInvitedDelegate, delegate);
}

const insertInvitedDelegate = statement<Tables['delegates']>('insertInvitedDelegate', (sql, param) =>
  sql.insertInto('delegates').values({
    account_id: param('account_id'),
    delegate_aws_account_id: param('delegate_aws_account_id'),
    id: param('id'),
    state: param('state'),
    email: param('email'),
    outbox_id: param('outbox_id'),
    invited_by: param('invited_by'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
    accepted_by: param('accepted_by'),
    accepted_at: param('accepted_at'),
  }),
);

/** Accepts an invitation that is pending and not over; answers whether it was there to accept. */
export async function acceptDelegate(tx: Tx, id: string, { by, now }: { by: string; now: number }): Promise<boolean> {
  return (await tx.run(updateAccepted, { awsAccountId: tx.awsAccountId, id, by, now })) > 0;
}

const updateAccepted = statement<{ awsAccountId: string; id: string; by: string; now: number }>('updateDelegateAccepted', (sql, param) =>
  sql
    .updateTable('delegates')
    .set({ state: 'Accepted', accepted_by: param('by'), accepted_at: param('now') })
    .where('id', '=', param('id'))
    .where('delegate_aws_account_id', '=', param('awsAccountId'))
    .where('state', '=', 'Pending')
    .where('expires_at', '>', param('now')),
);

/** What a renewal writes. */
export interface Renewal {
  readonly id: string;
  readonly outboxId: string | null;
  /** ARN of who renews. */
  readonly by: string;
  readonly expiresAt: number;
}

/** Makes an invitation pending again; answers whether there was one that is not accepted. */
export async function renewDelegate(tx: Tx, renewal: Renewal): Promise<boolean> {
  return (await tx.run(updateRenewed, renewal)) > 0;
}

const updateRenewed = statement<Renewal>('updateDelegateRenewed', (sql, param) =>
  sql
    .updateTable('delegates')
    .set({ state: 'Pending', outbox_id: param('outboxId'), invited_by: param('by'), expires_at: param('expiresAt') })
    .where('id', '=', param('id'))
    .where('state', '<>', 'Accepted'),
);

/** Ends the delegation or takes the invitation back, its unsent mail included. */
export async function deleteDelegate(tx: Tx, delegate: DelegateRow): Promise<void> {
  await withdrawInvitation(tx, delegate);
  await tx.run(deleteDelegateById, { id: delegate.id });
}

const deleteDelegateById = statement<{ id: string }>('deleteDelegateById', (sql, param) =>
  sql.deleteFrom('delegates').where('id', '=', param('id')),
);

/** Takes back the newest mail of the invitation, if it is not sent yet. */
export async function withdrawInvitation(tx: Tx, { outbox_id: outboxId, owner_aws_account_id: owner }: DelegateRow): Promise<void> {
  if (outboxId !== null) await withdrawMessages(asTenant(tx, owner), [outboxId]);
}

/** Where rows can be locked, holds the account whoever asks: until then, no call of its delegate is in the middle of something. */
export async function lockAccountOfDelegate(tx: Tx, delegate: DelegateRow): Promise<void> {
  if (tx.capabilities.rowLocks) await tx.first(selectAccountOfDelegateLocked, { id: delegate.account_id });
}

const selectAccountOfDelegateLocked = statement<{ id: string }, { id: string }>('selectAccountOfDelegateLocked', (sql, param) =>
  sql.selectFrom('accounts').select('id').where('id', '=', param('id')).forUpdate(),
);

/** Marks at most `batch` invitations, of every tenant, whose time is over; answers how many. */
export async function expireDelegates(tx: Tx, now: number, batch: number): Promise<number> {
  const due = await tx.all(selectExpiredDelegates, { now, batch });
  await tx.runEach(
    updateExpired,
    due.map(({ id }) => ({ id, now })),
  );
  return due.length;
}

const selectExpiredDelegates = statement<{ now: number; batch: number }, { id: string }>('selectExpiredDelegates', (sql, param) =>
  sql
    .selectFrom('delegates')
    .select('id')
    .where('state', '=', 'Pending')
    .where('expires_at', '<=', param('now'))
    .orderBy('expires_at')
    .limit(param('batch')),
);

// Looked at once more: it may have been renewed since it was found.
const updateExpired = statement<{ id: string; now: number }>('updateDelegateExpired', (sql, param) =>
  sql
    .updateTable('delegates')
    .set({ state: 'Expired' })
    .where('id', '=', param('id'))
    .where('state', '=', 'Pending')
    .where('expires_at', '<=', param('now')),
);
