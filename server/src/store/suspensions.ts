import type { AccountRow } from './accounts.ts';
import type { Tx } from './database.ts';
import { cancelInvites } from './invites.ts';
import { deleteProfiles } from './profiles.ts';
import { endSessions } from './sessions.ts';
import { findUsers } from './users.ts';

/** The users cannot sign in until they are activated, and their sessions end. */
export async function suspendUsers(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    tx.sql.updateTable('users').set({ registration_status: 'Suspended' }).where('account_id', '=', account.id).where('id', 'in', ids),
  );
  await endSessions(tx, ids);
}

/** Ends the suspension of those of the users who are suspended. */
export async function activateUsers(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    tx.sql
      .updateTable('users')
      // Whoever was suspended before accepting an invitation has yet to register.
      .set(({ case: choose }) => ({
        registration_status: choose()
          .when('registered_on', 'is', null)
          .then('Unregistered' as const)
          .else('Registered' as const)
          .end(),
      }))
      .where('account_id', '=', account.id)
      .where('id', 'in', ids)
      .where('registration_status', '=', 'Suspended'),
  );
}

/**
 * Removes users from the account. Who is registered stays a free user, with Basic license, PIN and sessions; who is
 * only invited or was released is forgotten, and so is a second profile of somebody who is a free user already.
 */
export async function removeUsers(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await cancelInvites(tx, account, ids);
  await lockPersons(tx, account, ids);
  await tx.query(
    tx.sql
      .updateTable('users')
      .set({ account_id: '', license_type: 'Basic', invitation_status: null })
      .where('account_id', '=', account.id)
      .where('id', 'in', ids)
      .where('registration_status', 'not in', ['Unregistered', 'Released'])
      .where('primary_email', 'not in', tx.sql.selectFrom('users').select('primary_email').where('account_id', '=', '')),
  );
  const left = (await findUsers(tx, account, ids)).map(({ id }) => id);
  await deleteProfiles(tx, left);
}

/**
 * Where rows can be locked, holds all profiles of these persons, in whatever account: a person who is removed from two
 * accounts at once becomes one free user, whichever removal comes first. What the rows say is not looked at.
 */
async function lockPersons(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<void> {
  if (!tx.capabilities.rowLocks) return;
  const persons = tx.sql.selectFrom('users').select('primary_email').where('account_id', '=', account.id).where('id', 'in', ids);
  await tx.query(tx.sql.selectFrom('users').select('id').where('primary_email', 'in', persons).orderBy('id').forUpdate());
}
