import { randomUUIDv7 } from 'node:crypto';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { InviteUsers } from '../../src/operations/chime/InviteUsers.ts';
import type { AccountRow } from '../../src/store/accounts.ts';
import type { UserRow } from '../../src/store/users.ts';
import type { Person, World } from './world.ts';

/** Creates a Team account and answers its id. */
export async function createTeam(person: Person, name: string): Promise<string> {
  const { Account } = await person.call(CreateAccount, { Name: name });
  return present(Account).AccountId;
}

/** Invites a person who does not answer yet, and answers the user's id. */
export async function inviteUser(person: Person, accountId: string, email: string): Promise<string> {
  await person.call(InviteUsers, { AccountId: accountId, UserEmailList: [email] });
  const { User } = await person.call(GetUserByEmail, { AccountId: accountId, UserEmail: email });
  return present(User).UserId;
}

/** A user who has accepted an invitation: this version has no operation for that, so the row is written as it will be. */
export async function addMember(world: World, person: Person, accountId: string, email: string): Promise<string> {
  const id = await inviteUser(person, accountId, email);
  await changeUser(world, id, { registration_status: 'Registered', invitation_status: 'Accepted', registered_on: world.clock.now() });
  return id;
}

export async function changeUser(world: World, id: string, change: Partial<UserRow>): Promise<void> {
  await world.database.write('', (tx) => tx.query(tx.sql.updateTable('users').set(change).where('id', '=', id)));
}

export async function changeAccount(world: World, id: string, change: Partial<AccountRow>): Promise<void> {
  await world.database.write('', (tx) => tx.query(tx.sql.updateTable('accounts').set(change).where('id', '=', id)));
}

/** The user's row, wherever it is now. */
export async function findUserRow(world: World, id: string): Promise<UserRow | undefined> {
  const rows = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('users').selectAll().where('id', '=', id)));
  return rows[0];
}

/** The user signs in on a device. */
export async function signIn(world: World, userId: string): Promise<void> {
  const id = randomUUIDv7();
  const session = {
    id,
    user_id: userId,
    token_hash: id,
    device: 'Firefox',
    created_at: 0,
    expires_at: Number.MAX_SAFE_INTEGER,
    method: 'carillon' as const,
    last_seen_at: 0,
  };
  await world.database.write('', (tx) => tx.query(tx.sql.insertInto('user_sessions').values(session)));
}

export async function countSessions(world: World, userId: string): Promise<number> {
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('user_sessions').select('id').where('user_id', '=', userId)),
  );
  return rows.length;
}

/** Members of an output are optional in the published shapes; tests know which ones are there. */
export function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The output lacks a member that the test counts on.');
  return value;
}
