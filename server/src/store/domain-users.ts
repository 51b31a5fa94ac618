import type { Expression, SelectQueryBuilder } from 'kysely';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { deleteProfiles } from './profiles.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

/** What decides who joins an account. */
export type Profile = Pick<UserRow, 'id' | 'account_id' | 'primary_email' | 'registration_status' | 'registered_on' | 'managed_by'>;

/**
 * Addresses, in order, of persons who have a profile elsewhere that joins the account, or an invitation elsewhere that
 * ends, because the account has verified their domain; at most `limit`.
 */
export async function listJoiners(tx: Tx, account: AccountRow, domain: string, limit: number): Promise<string[]> {
  const found = await tx.all(selectJoiners, { accountId: account.id, pattern: addressesOf(domain), limit });
  return found.map(({ primary_email }) => primary_email);
}

const selectJoiners = statement<{ accountId: string; pattern: string; limit: number }, { primary_email: string }>(
  'selectJoiners',
  (sql, param) =>
    sql
      .selectFrom('users')
      .select('primary_email')
      .distinct()
      .where('account_id', '<>', param('accountId'))
      .where('primary_email', 'like', param('pattern'))
      .where('managed_by', '=', 'carillon')
      .where('registration_status', 'in', ['Registered', 'Unregistered'])
      .orderBy('primary_email')
      .limit(param('limit')),
);

/** Every profile with one of these primary addresses, of whatever account, held until the transaction ends. */
export async function listProfilesLocked(tx: Tx, emails: readonly string[]): Promise<Profile[]> {
  const query = tx.sql
    .selectFrom('users')
    .select(['id', 'account_id', 'primary_email', 'registration_status', 'registered_on', 'managed_by'])
    .where('primary_email', 'in', emails)
    .orderBy('id');
  return tx.query(tx.capabilities.rowLocks ? query.forUpdate() : query);
}

/** The users are users of this account from now on, with its default license; addresses they had elsewhere stop working. */
export async function moveProfiles(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(tx.sql.deleteFrom('user_addresses').where('user_id', 'in', ids));
  await tx.query(
    tx.sql
      .updateTable('users')
      .set({ account_id: account.id, license_type: account.default_license, invitation_status: null })
      .where('id', 'in', ids),
  );
}

/** Whom the end of a domain reaches, by what becomes of them. */
export interface Reached {
  readonly released: number;
  readonly stillSuspended: number;
  readonly profilesRemoved: number;
  readonly addressesRemoved: number;
  readonly sessionsEnded: number;
}

/**
 * The account's users whose primary address is of the domain lose access at once: those with Carillon's own login are
 * released and may start anew elsewhere, or stay suspended; the profiles of those a directory or an identity provider
 * manages are removed. Secondary addresses of the domain stop working. Source: Amazon Chime Help Center, "Deleting your users".
 */
export async function releaseDomainUsers(tx: Tx, account: AccountRow, domain: string): Promise<Reached> {
  const where = { accountId: account.id, pattern: addressesOf(domain) };
  const isManagedElsewhere = account.type === 'EnterpriseDirectory' || account.type === 'EnterpriseOIDC';
  // Held from here on: no session begins beside the end of them all.
  const users = await tx.all(selectUsersOfDomainLocked, where);
  const sessionsEnded = await tx.run(deleteSessionsOfDomain, where);
  await tx.run(deleteLoginsOfDomain, where);
  await tx.run(deleteLinksOfDomain, where);
  const removed = users.filter(({ managed_by }) => isManagedElsewhere || managed_by !== 'carillon');
  await deleteProfiles(
    tx,
    removed.map(({ id }) => id),
  );
  const count = (status: UserRow['registration_status']): number =>
    users.filter((user) => user.registration_status === status && !removed.includes(user)).length;
  await tx.run(updateReleased, where);
  return {
    released: count('Registered'),
    stillSuspended: count('Suspended'),
    profilesRemoved: removed.length,
    addressesRemoved: await tx.run(deleteAddressesOfDomain, where),
    sessionsEnded,
  };
}

interface Where {
  readonly accountId: string;
  readonly pattern: string;
}

const selectUsersOfDomainLocked = statement<Where, Pick<UserRow, 'id' | 'registration_status' | 'managed_by'>>(
  'selectUsersOfDomainLocked',
  (sql, param, { rowLocks }) => {
    const query = sql
      .selectFrom('users')
      .select(['id', 'registration_status', 'managed_by'])
      .where('account_id', '=', param('accountId'))
      .where('primary_email', 'like', param('pattern'))
      .orderBy('id');
    return rowLocks ? query.forUpdate() : query;
  },
);

const deleteSessionsOfDomain = statement<Where>('deleteSessionsOfDomain', (sql, param) =>
  sql
    .deleteFrom('user_sessions')
    .where('user_id', 'in', ({ selectFrom }) =>
      selectFrom('users').select('id').where('account_id', '=', param('accountId')).where('primary_email', 'like', param('pattern')),
    ),
);

/**
 * Who starts anew shows the mailbox once more: by then the domain may be somebody else's, and a password that its former
 * people know must not open that account. Suspended persons keep theirs, which opens nothing.
 */
const deleteLoginsOfDomain = statement<Where>('deleteLoginsOfDomain', (sql, param) =>
  sql
    .deleteFrom('user_logins')
    .where('email', 'in', ({ selectFrom }) => membersOfDomain(selectFrom('users'), param('accountId'), param('pattern'))),
);

const deleteLinksOfDomain = statement<Where>('deleteLinksOfDomain', (sql, param) =>
  sql
    .deleteFrom('user_links')
    .where('email', 'in', ({ selectFrom }) => membersOfDomain(selectFrom('users'), param('accountId'), param('pattern'))),
);

function membersOfDomain(users: SelectQueryBuilder<Tables, 'users', object>, accountId: Expression<string>, pattern: Expression<string>) {
  return users
    .select('primary_email')
    .where('account_id', '=', accountId)
    .where('primary_email', 'like', pattern)
    .where('registration_status', '=', 'Registered');
}

const updateReleased = statement<Where>('updateReleased', (sql, param) =>
  sql
    .updateTable('users')
    .set({ registration_status: 'Released' })
    .where('account_id', '=', param('accountId'))
    .where('primary_email', 'like', param('pattern'))
    .where('registration_status', '=', 'Registered'),
);

const deleteAddressesOfDomain = statement<Where>('deleteAddressesOfDomain', (sql, param) =>
  sql.deleteFrom('user_addresses').where('account_id', '=', param('accountId')).where('email', 'like', param('pattern')),
);

/** Forgets the closed profiles of an account that ends. */
export async function deleteReleasedUsers(tx: Tx, account: AccountRow): Promise<void> {
  const released = await tx.all(selectReleased, { accountId: account.id });
  await deleteProfiles(
    tx,
    released.map(({ id }) => id),
  );
}

const selectReleased = statement<{ accountId: string }, { id: string }>('selectReleased', (sql, param) =>
  sql.selectFrom('users').select('id').where('account_id', '=', param('accountId')).where('registration_status', '=', 'Released'),
);

/** A pattern for `like`: domain names hold neither of its wildcards. */
function addressesOf(domain: string): string {
  return `%@${domain}`;
}
