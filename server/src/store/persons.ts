import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { endSessions } from './sessions.ts';
import type { UserRow } from './users.ts';

// A person is an address. It may have a profile, which is a user, in several accounts, or be a free user of none; until
// the person has shown who it is, no AWS account is known, so these functions look at all of them.

/**
 * The account that decides how people of the domain sign in, of whatever tenant: the one that has verified it, or else
 * the one whose verification was lost since, for the people it has still sign in its way. @param name ASCII, lower case
 */
export async function findAccountOfDomain(tx: Tx, name: string): Promise<AccountRow | undefined> {
  return tx.first(selectAccountOfDomain, { name });
}

const selectAccountOfDomain = statement<{ name: string }, AccountRow>('selectAccountOfDomain', (sql, param) =>
  sql
    .selectFrom('domains')
    .innerJoin('accounts', 'accounts.id', 'domains.account_id')
    .selectAll('accounts')
    .where('domains.name', '=', param('name'))
    .where('domains.status', 'in', ['Verified', 'VerificationLost'])
    .where('accounts.deleted_at', 'is', null)
    .orderBy(({ eb }) => eb.case().when('domains.status', '=', 'Verified').then(0).else(1).end())
    .limit(1),
);

/** The account, of whatever tenant, deleted ones included until they are purged. */
export async function findAccountOfAnyTenant(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return tx.first(selectAccountOfAnyTenant, { id });
}

const selectAccountOfAnyTenant = statement<{ id: string }, AccountRow>('selectAccountOfAnyTenant', (sql, param) =>
  sql.selectFrom('accounts').selectAll().where('id', '=', param('id')),
);

/** Every profile of the person, in the order of the ids, held until the transaction ends. @param email folded */
export async function lockProfiles(tx: Tx, email: string): Promise<UserRow[]> {
  return tx.all(selectProfilesLocked, { email });
}

const selectProfilesLocked = statement<{ email: string }, UserRow>('selectProfilesLocked', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('users').selectAll().where('primary_email', '=', param('email')).orderBy('id');
  return rowLocks ? query.forUpdate() : query;
});

/** The profile, whatever account it is in now. */
export async function findProfile(tx: Tx, id: string): Promise<UserRow | undefined> {
  return tx.first(selectProfile, { id });
}

const selectProfile = statement<{ id: string }, UserRow>('selectProfile', (sql, param) =>
  sql.selectFrom('users').selectAll().where('id', '=', param('id')),
);

/** Makes an invited user a member. Whoever is a free user brings the PIN along and is one no more, there and on every device. */
export async function joinInvited(tx: Tx, invited: UserRow, free: UserRow | undefined, now: number): Promise<void> {
  if (free) {
    await endSessions(tx, [free.id]);
    await tx.run(deleteFreeUser, { id: free.id });
  }
  await tx.run(updateJoined, { id: invited.id, pin: free?.pin ?? invited.pin, now });
}

const deleteFreeUser = statement<{ id: string }>('deleteFreeUser', (sql, param) =>
  sql.deleteFrom('users').where('id', '=', param('id')).where('account_id', '=', ''),
);

const updateJoined = statement<{ id: string; pin: string; now: number }>('updateJoined', (sql, param) =>
  sql
    .updateTable('users')
    .set({ registration_status: 'Registered', invitation_status: 'Accepted', registered_on: param('now'), pin: param('pin') })
    .where('id', '=', param('id')),
);

/** What the person is called. */
export async function setDisplayName(tx: Tx, id: string, name: string): Promise<void> {
  await tx.run(updateDisplayName, { id, name, folded: name.toLowerCase() });
}

const updateDisplayName = statement<{ id: string; name: string; folded: string }>('updateDisplayName', (sql, param) =>
  sql
    .updateTable('users')
    .set({ display_name: param('name'), display_name_folded: param('folded') })
    .where('id', '=', param('id')),
);
