import type { AccountRow } from './accounts.ts';
import { toBatches } from './batches.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import { insertUser, type UserRow } from './users.ts';

// All of this is of one account, which the caller holds.

/** A user of the account with the entry of its directory that it is, if any. */
export interface LinkedUserRow extends Pick<
  UserRow,
  'id' | 'primary_email' | 'display_name' | 'license_type' | 'registration_status' | 'managed_by' | 'source_active'
> {
  readonly object_guid: string | null;
  readonly primary_group: number | null;
}

/** Every user of the account, in the order of their ids. */
export async function listLinkedUsers(tx: Tx, accountId: string): Promise<LinkedUserRow[]> {
  return tx.all(selectLinkedUsers, { accountId });
}

const selectLinkedUsers = statement<{ accountId: string }, LinkedUserRow>('selectLinkedUsers', (sql, param) =>
  sql
    .selectFrom('users as u')
    .leftJoin('directory_users as d', (join) => join.onRef('d.account_id', '=', 'u.account_id').onRef('d.user_id', '=', 'u.id'))
    .select([
      'u.id',
      'u.primary_email',
      'u.display_name',
      'u.license_type',
      'u.registration_status',
      'u.managed_by',
      'u.source_active',
      'd.object_guid',
      'd.primary_group',
    ])
    .where('u.account_id', '=', param('accountId'))
    .orderBy('u.id'),
);

/** The further addresses of the account's users, in order. */
export async function listUserAddresses(tx: Tx, accountId: string): Promise<Tables['user_addresses'][]> {
  return tx.all(selectUserAddresses, { accountId });
}

const selectUserAddresses = statement<{ accountId: string }, Tables['user_addresses']>('selectUserAddresses', (sql, param) =>
  sql.selectFrom('user_addresses').selectAll().where('account_id', '=', param('accountId')).orderBy('email'),
);

/** A group of the account's directory, with the license that it gives. */
export interface DirectoryGroupRow {
  readonly id: string;
  readonly external_id: string | null;
  readonly name: string;
  readonly license_type: 'Pro' | 'Basic' | null;
}

export async function listDirectoryGroups(tx: Tx, accountId: string): Promise<DirectoryGroupRow[]> {
  return tx.all(selectDirectoryGroups, { accountId });
}

const selectDirectoryGroups = statement<{ accountId: string }, DirectoryGroupRow>('selectDirectoryGroups', (sql, param) =>
  sql
    .selectFrom('account_groups as g')
    .leftJoin('license_groups as l', (join) => join.onRef('l.account_id', '=', 'g.account_id').onRef('l.group_id', '=', 'g.id'))
    .select(['g.id', 'g.external_id', 'g.name', 'l.license_type'])
    .where('g.account_id', '=', param('accountId'))
    .where('g.source', '=', 'directory')
    .orderBy('g.id'),
);

/** Who belongs to which group of the account's directory. */
export async function listDirectoryMembers(tx: Tx, accountId: string): Promise<{ group_id: string; user_id: string }[]> {
  return tx.all(selectDirectoryMembers, { accountId });
}

const selectDirectoryMembers = statement<{ accountId: string }, { group_id: string; user_id: string }>(
  'selectDirectoryMembers',
  (sql, param) =>
    sql
      .selectFrom('account_group_members as m')
      .innerJoin('account_groups as g', (join) => join.onRef('g.account_id', '=', 'm.account_id').onRef('g.id', '=', 'm.group_id'))
      .select(['m.group_id', 'm.user_id'])
      .where('m.account_id', '=', param('accountId'))
      .where('g.source', '=', 'directory'),
);

/** The user that an entry of the account's directory is, undefined if it is none. */
export async function findDirectoryUser(tx: Tx, accountId: string, objectGuid: string): Promise<UserRow | undefined> {
  return tx.first(selectDirectoryUser, { accountId, objectGuid });
}

const selectDirectoryUser = statement<{ accountId: string; objectGuid: string }, UserRow>('selectDirectoryUser', (sql, param) =>
  sql
    .selectFrom('users')
    .innerJoin('directory_users as d', (join) => join.onRef('d.account_id', '=', 'users.account_id').onRef('d.user_id', '=', 'users.id'))
    .selectAll('users')
    .where('d.account_id', '=', param('accountId'))
    .where('d.object_guid', '=', param('objectGuid')),
);

/** The user whom an entry is, registered with this sign-in if it has not been before; undefined if nobody is, or is suspended. */
export async function registerDirectoryUser(tx: Tx, accountId: string, objectGuid: string, now: number): Promise<UserRow | undefined> {
  return tx.first(updateRegistered, { accountId, objectGuid, now });
}

const updateRegistered = statement<{ accountId: string; objectGuid: string; now: number }, UserRow>('registerDirectoryUser', (sql, param) =>
  sql
    .updateTable('users')
    .set(({ fn }) => ({ registration_status: 'Registered' as const, registered_on: fn.coalesce('registered_on', param('now')) }))
    .where('account_id', '=', param('accountId'))
    .where('registration_status', '<>', 'Suspended')
    .where('managed_by', '=', 'directory')
    .where('source_active', '=', 1)
    .where('id', 'in', (nested) =>
      nested
        .selectFrom('directory_users')
        .select('user_id')
        .where('account_id', '=', param('accountId'))
        .where('object_guid', '=', param('objectGuid')),
    )
    .returningAll(),
);

/** A profile as the directory has it. */
export interface DirectoryProfile {
  readonly userId: string;
  readonly guid: string;
  readonly email: string;
  readonly otherEmails: readonly string[];
  readonly displayName: string | null;
  readonly enabled: boolean;
  readonly primaryGroup: number;
}

/** Adds users whom the directory manages, suspended until the license rule says otherwise. */
export async function addDirectoryUsers(
  tx: Tx,
  account: AccountRow,
  profiles: readonly (DirectoryProfile & { readonly pin: string })[],
  now: number,
): Promise<void> {
  for (const { userId, email, displayName, enabled, pin } of profiles) {
    await insertUser(tx, {
      account_id: account.id,
      id: userId,
      primary_email: email,
      display_name: displayName,
      display_name_folded: displayName?.toLowerCase() ?? null,
      license_type: 'Basic',
      user_type: 'PrivateUser',
      registration_status: 'Suspended',
      invitation_status: null,
      pin,
      managed_by: 'directory',
      source_active: enabled ? 1 : 0,
      invited_on: null,
      registered_on: null,
      created_at: now,
    });
  }
  await linkUsers(tx, account, profiles);
}

/** Makes profiles of users what the directory says, and the directory whoever decides on them. */
export async function updateDirectoryUsers(tx: Tx, account: AccountRow, profiles: readonly DirectoryProfile[]): Promise<void> {
  await tx.runEach(
    updateDirectoryProfile,
    profiles.map(({ userId, email, displayName, enabled }) => ({
      accountId: account.id,
      userId,
      email,
      displayName,
      folded: displayName?.toLowerCase() ?? null,
      active: enabled ? 1 : 0,
    })),
  );
  await linkUsers(tx, account, profiles);
}

const updateDirectoryProfile = statement<{
  accountId: string;
  userId: string;
  email: string;
  displayName: string | null;
  folded: string | null;
  active: number;
}>('updateDirectoryProfile', (sql, param) =>
  sql
    .updateTable('users')
    .set({
      primary_email: param('email'),
      display_name: param('displayName'),
      display_name_folded: param('folded'),
      managed_by: 'directory',
      source_active: param('active'),
    })
    .where('account_id', '=', param('accountId'))
    .where('id', '=', param('userId')),
);

async function linkUsers(tx: Tx, account: AccountRow, profiles: readonly DirectoryProfile[]): Promise<void> {
  const accountId = account.id;
  await tx.runEach(
    upsertDirectoryUser,
    profiles.map(({ userId, guid, primaryGroup }) => ({ accountId, guid, userId, primaryGroup })),
  );
  const addresses = profiles.flatMap(({ userId, otherEmails }) => otherEmails.map((email) => ({ accountId, email, userId })));
  if (addresses.length > 0) await tx.runEach(upsertUserAddress, addresses);
}

const upsertDirectoryUser = statement<{ accountId: string; guid: string; userId: string; primaryGroup: number }>(
  'upsertDirectoryUser',
  (sql, param) =>
    sql
      .insertInto('directory_users')
      .values({
        account_id: param('accountId'),
        object_guid: param('guid'),
        user_id: param('userId'),
        primary_group: param('primaryGroup'),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'object_guid'])
          .doUpdateSet(({ ref }) => ({ user_id: ref('excluded.user_id'), primary_group: ref('excluded.primary_group') })),
      ),
);

const upsertUserAddress = statement<{ accountId: string; email: string; userId: string }>('upsertUserAddress', (sql, param) =>
  sql
    .insertInto('user_addresses')
    .values({ account_id: param('accountId'), email: param('email'), user_id: param('userId') })
    .onConflict((conflict) => conflict.columns(['account_id', 'email']).doUpdateSet(({ ref }) => ({ user_id: ref('excluded.user_id') }))),
);

/** Frees further addresses. */
export async function dropUserAddresses(tx: Tx, account: AccountRow, emails: readonly string[]): Promise<void> {
  for (const batch of toBatches(emails)) {
    await tx.query(tx.sql.deleteFrom('user_addresses').where('account_id', '=', account.id).where('email', 'in', batch));
  }
}

/** Gives users another primary address for the time being. */
export async function vacateEmails(tx: Tx, account: AccountRow, changes: readonly { userId: string; email: string }[]): Promise<void> {
  await tx.runEach(
    updatePrimaryEmail,
    changes.map(({ userId, email }) => ({ accountId: account.id, userId, email })),
  );
}

const updatePrimaryEmail = statement<{ accountId: string; userId: string; email: string }>('updatePrimaryEmail', (sql, param) =>
  sql
    .updateTable('users')
    .set({ primary_email: param('email') })
    .where('account_id', '=', param('accountId'))
    .where('id', '=', param('userId')),
);
