import type { Expression, Kysely } from 'kysely';
import { ConflictException, ForbiddenException, invariant, NotFoundException } from '../errors.ts';
import { license } from '../shapes/common.ts';
import { asTenant, statement, type Tx } from './database.ts';
import { purgeMeetings } from './meeting-remains.ts';
import { purgeProvisioning } from './provisioning-purge.ts';
import type { License, Tables } from './schema.ts';
import { findSharedAccount, lockSharedAccount } from './shared-accounts.ts';

/** A Chime account. Whoever holds the row has found it through its owner: functions of users take it as the proof. */
export type AccountRow = Tables['accounts'];

/**
 * Throws NotFoundException unless the tenant has this account, or manages it as its delegate. The owner is looked for
 * first and by itself: almost everybody who asks is the owner, and pays nothing for there being delegates.
 */
export async function getAccount(tx: Tx, id: string): Promise<AccountRow> {
  return present((await tx.first(selectAccount, { awsAccountId: tx.awsAccountId, id })) ?? (await findSharedAccount(tx, id)), id);
}

const selectAccount = statement<{ awsAccountId: string; id: string }, AccountRow>('selectAccount', (sql, param) =>
  accountOf(sql, param('awsAccountId'), param('id')),
);

/**
 * Like `getAccount`, and holds the account until the transaction ends. Every write that depends on the account's
 * type, licenses or existence takes it first, so that such writes happen one after the other.
 */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow> {
  return present((await tx.first(selectAccountLocked, { awsAccountId: tx.awsAccountId, id })) ?? (await lockSharedAccount(tx, id)), id);
}

/** Like `lockAccount`, for what only the owner may do. Throws ForbiddenException for a delegate, who knows of the account. */
export async function lockOwnAccount(tx: Tx, id: string): Promise<AccountRow> {
  return ownOf(tx, await lockAccount(tx, id));
}

/** Like `getAccount`, for what only the owner may see. Throws ForbiddenException for a delegate. */
export async function getOwnAccount(tx: Tx, id: string): Promise<AccountRow> {
  return ownOf(tx, await getAccount(tx, id));
}

function ownOf(tx: Tx, account: AccountRow): AccountRow {
  if (account.aws_account_id === tx.awsAccountId) return account;
  throw new ForbiddenException(
    `Account ${account.id} is shared with this AWS account. Deleting it and deciding on its delegates is for its owner, AWS account ${account.aws_account_id}.`,
  );
}

const selectAccountLocked = statement<{ awsAccountId: string; id: string }, AccountRow>(
  'selectAccountLocked',
  (sql, param, { rowLocks }) => {
    const query = accountOf(sql, param('awsAccountId'), param('id'));
    return rowLocks ? query.forUpdate() : query;
  },
);

function accountOf(sql: Kysely<Tables>, awsAccountId: Expression<string>, id: Expression<string>) {
  return sql
    .selectFrom('accounts')
    .selectAll()
    .where('aws_account_id', '=', awsAccountId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null);
}

function present(account: AccountRow | undefined, id: string): AccountRow {
  if (!account) throw new NotFoundException(`Account ${id} does not exist in this AWS account.`);
  return account;
}

/**
 * For whatever an account holds and is looked for together with its owner. When the tenant did not find it: looks once
 * more in the owner's stead, if the tenant manages the account as a delegate, so that owners never pay for there being
 * delegates. undefined = the account is the tenant's own. Throws NotFoundException.
 */
export async function findAsDelegate<Found>(
  tx: Tx,
  accountId: string,
  find: (awsAccountId: string) => Promise<Found>,
): Promise<Found | undefined> {
  const { aws_account_id: owner } = await getAccount(tx, accountId);
  return owner === tx.awsAccountId ? undefined : find(owner);
}

/** Creates a Team account. Throws ConflictException if the tenant has an account of that name. */
export async function createAccount(tx: Tx, { id, name, now }: { id: string; name: string; now: number }): Promise<AccountRow> {
  const account: AccountRow = {
    aws_account_id: tx.awsAccountId,
    id,
    name,
    name_folded: foldName(name),
    type: 'Team',
    status: 'Active',
    default_license: 'Pro',
    supported_licenses: toStored(['Basic', 'Pro']),
    // Assumed: both off, as in the example output of `aws chime get-account-settings`.
    disable_remote_control: 0,
    enable_dial_out: 0,
    signin_delegate_groups: '[]',
    created_at: now,
    deleted_at: null,
  };
  await lockNames(tx);
  if ((await tx.run(insertAccount, account)) === 0) throw nameTaken(name);
  return account;
}

const insertAccount = statement<AccountRow>('insertAccount', (sql, param) =>
  sql
    .insertInto('accounts')
    .values({
      aws_account_id: param('aws_account_id'),
      id: param('id'),
      name: param('name'),
      name_folded: param('name_folded'),
      type: param('type'),
      status: param('status'),
      default_license: param('default_license'),
      supported_licenses: param('supported_licenses'),
      disable_remote_control: param('disable_remote_control'),
      enable_dial_out: param('enable_dial_out'),
      signin_delegate_groups: param('signin_delegate_groups'),
      created_at: param('created_at'),
      deleted_at: param('deleted_at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Throws ConflictException if another account of the owner has that name, in any letter case. */
export async function renameAccount(tx: Tx, id: string, name: string): Promise<AccountRow> {
  await lockNames(tx);
  const renamed = await tx.first(updateName, { awsAccountId: tx.awsAccountId, id, name, folded: foldName(name) });
  if (renamed) return renamed;
  const { aws_account_id: owner } = await getAccount(tx, id);
  if (owner !== tx.awsAccountId) return renameAccount(asTenant(tx, owner), id, name);
  throw nameTaken(name);
}

const updateName = statement<{ awsAccountId: string; id: string; name: string; folded: string }, AccountRow>('updateName', (sql, param) =>
  sql
    .updateTable('accounts')
    .set({ name: param('name'), name_folded: param('folded') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id'))
    .where('deleted_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('accounts as other')
            .select('other.id')
            .where('other.aws_account_id', '=', param('awsAccountId'))
            .where('other.name_folded', '=', param('folded'))
            .where('other.id', '<>', param('id'))
            .where('other.deleted_at', 'is', null),
        ),
      ),
    )
    .returningAll(),
);

function nameTaken(name: string): ConflictException {
  return new ConflictException(`This AWS account already has a Chime account named ${name}. Choose another name.`);
}

/** Names are unique, and found, in any letter case. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** Where rows can be locked, the tenant's accounts are named one at a time: an update cannot step back from a name that is taken. */
async function lockNames(tx: Tx): Promise<void> {
  if (tx.capabilities.rowLocks) await tx.first(selectTenantLocked, { awsAccountId: tx.awsAccountId });
}

const selectTenantLocked = statement<{ awsAccountId: string }, { id: string }>('selectTenantLocked', (sql, param) =>
  sql.selectFrom('aws_accounts').select('id').where('id', '=', param('awsAccountId')).forUpdate(),
);

/** The licenses users of the account may hold, in the order of the tiers. */
export function supportedLicenses(account: AccountRow): License[] {
  const stored: unknown = JSON.parse(account.supported_licenses);
  invariant(Array.isArray(stored), 'Only lists of licenses are ever stored.');
  return license.options.filter((tier) => stored.includes(tier));
}

/** Needs the account locked: the caller has checked who holds which license. */
export async function setLicenses(tx: Tx, account: AccountRow, supported: readonly License[], byDefault: License): Promise<AccountRow> {
  const changed = { ...account, supported_licenses: toStored(supported), default_license: byDefault };
  await tx.run(updateLicenses, changed);
  return changed;
}

const updateLicenses = statement<AccountRow>('updateLicenses', (sql, param) =>
  sql
    .updateTable('accounts')
    .set({ supported_licenses: param('supported_licenses'), default_license: param('default_license') })
    .where('aws_account_id', '=', param('aws_account_id'))
    .where('id', '=', param('id')),
);

function toStored(supported: readonly License[]): string {
  return JSON.stringify(license.options.filter((tier) => supported.includes(tier)));
}

/** Settings to change; those left out stay as they are. */
export interface AccountSettingsChange {
  readonly disableRemoteControl?: boolean | undefined;
  readonly enableDialOut?: boolean | undefined;
}

/** Throws NotFoundException unless the tenant has this account, or manages it. */
export async function updateAccountSettings(tx: Tx, id: string, change: AccountSettingsChange): Promise<void> {
  const { awsAccountId } = tx;
  const values = { remoteControl: toFlag(change.disableRemoteControl), dialOut: toFlag(change.enableDialOut) };
  if (await tx.first(updateSettings, { awsAccountId, id, ...values })) return;
  const { aws_account_id: owner } = await lockAccount(tx, id);
  await tx.first(updateSettings, { awsAccountId: owner, id, ...values });
}

const updateSettings = statement<{ awsAccountId: string; id: string; remoteControl: number | null; dialOut: number | null }, AccountRow>(
  'updateSettings',
  (sql, param) =>
    sql
      .updateTable('accounts')
      .set(({ fn }) => ({
        disable_remote_control: fn.coalesce(param('remoteControl'), 'disable_remote_control'),
        enable_dial_out: fn.coalesce(param('dialOut'), 'enable_dial_out'),
      }))
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id'))
      .where('deleted_at', 'is', null)
      .returningAll(),
);

function toFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

/** Marks the account as deleted: from now on nobody sees it, and its name is free. */
export async function deleteAccount(tx: Tx, account: AccountRow, now: number): Promise<void> {
  await tx.run(updateDeleted, { awsAccountId: account.aws_account_id, id: account.id, now });
}

const updateDeleted = statement<{ awsAccountId: string; id: string; now: number }>('updateDeleted', (sql, param) =>
  sql
    .updateTable('accounts')
    .set({ deleted_at: param('now') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id')),
);

/** Purges at most `batch` accounts, of every tenant, that were deleted before `time`, with their mail; answers how many. */
export async function purgeAccountsDeletedBefore(tx: Tx, time: number, batch: number): Promise<number> {
  const ids = (await tx.all(selectDeleted, { time, batch })).map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.query(tx.sql.deleteFrom('invites').where('account_id', 'in', ids));
  await tx.query(tx.sql.deleteFrom('outbox').where('account_id', 'in', ids));
  await tx.query(tx.sql.deleteFrom('delegates').where('account_id', 'in', ids));
  await tx.query(tx.sql.deleteFrom('openid_configs').where('account_id', 'in', ids));
  await purgeProvisioning(tx, ids);
  await purgeMeetings(tx, ids);
  await tx.query(tx.sql.deleteFrom('accounts').where('id', 'in', ids));
  return ids.length;
}

const selectDeleted = statement<{ time: number; batch: number }, { id: string }>('selectDeleted', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('accounts').select('id').where('deleted_at', '<', param('time')).orderBy('deleted_at').limit(param('batch'));
  return rowLocks ? query.forUpdate() : query;
});
