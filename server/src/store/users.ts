import type { Expression, Kysely } from 'kysely';
import { NotFoundException } from '../errors.ts';
import { findAsDelegate, type AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import { afterPrefix } from './prefix.ts';
import type { License, Tables } from './schema.ts';

export type UserRow = Tables['users'];

/** What is shown of a user: pages of users leave the rest in the database. */
const shownColumns = [
  'users.account_id',
  'users.id',
  'users.primary_email',
  'users.display_name',
  'users.license_type',
  'users.user_type',
  'users.registration_status',
  'users.invitation_status',
  'users.pin',
  'users.invited_on',
  'users.registered_on',
] as const;

type Unprefixed<Column extends string> = Column extends `users.${infer Name}` ? Name : never;

export type ShownUser = Pick<UserRow, Unprefixed<(typeof shownColumns)[number]>>;

/** Throws NotFoundException unless the tenant has this account and the account has this user. */
export async function getUser(tx: Tx, accountId: string, id: string): Promise<UserRow> {
  const find = (awsAccountId: string): Promise<UserRow | undefined> => tx.first(selectChimeUser, { awsAccountId, accountId, id });
  const user = (await find(tx.awsAccountId)) ?? (await findAsDelegate(tx, accountId, find));
  if (user) return user;
  throw new NotFoundException(userAbsent(accountId, id));
}

const selectChimeUser = statement<{ awsAccountId: string; accountId: string; id: string }, UserRow>('selectChimeUser', (sql, param) =>
  usersOf(sql, param('awsAccountId'), param('accountId')).selectAll('users').where('users.id', '=', param('id')),
);

/** What whoever asked for a user that is not there is told. */
export function userAbsent(accountId: string, id: string): string {
  return `User ${id} does not exist in account ${accountId}.`;
}

/** Throws NotFoundException unless the tenant has this account and the account has a user of that address, be it the primary one or another. */
export async function getUserByEmail(tx: Tx, accountId: string, email: string): Promise<UserRow> {
  const find = (awsAccountId: string): Promise<UserRow | undefined> =>
    tx.first(selectChimeUserByEmail, { awsAccountId, accountId, email: email.toLowerCase() });
  const user = (await find(tx.awsAccountId)) ?? (await findAsDelegate(tx, accountId, find));
  if (user) return user;
  throw new NotFoundException(`Account ${accountId} has no user with the address ${email}.`);
}

/** The account's user who has the folded address, as the primary one or another. */
export async function findUserByEmail(tx: Tx, account: AccountRow, email: string): Promise<UserRow | undefined> {
  return tx.first(selectChimeUserByEmail, { awsAccountId: account.aws_account_id, accountId: account.id, email });
}

const selectChimeUserByEmail = statement<{ awsAccountId: string; accountId: string; email: string }, UserRow>(
  'selectChimeUserByEmail',
  (sql, param) =>
    usersOf(sql, param('awsAccountId'), param('accountId'))
      .selectAll('users')
      .where(({ or, eb, selectFrom }) =>
        or([
          eb('users.primary_email', '=', param('email')),
          eb(
            'users.id',
            'in',
            selectFrom('user_addresses').select('user_id').where('account_id', '=', param('accountId')).where('email', '=', param('email')),
          ),
        ]),
      )
      // One person's primary address wins over what another one has besides.
      .orderBy(({ eb }) => eb.case().when('users.primary_email', '=', param('email')).then(0).else(1).end())
      .limit(1),
);

/** What narrows a listing of users. */
export interface UserFilter {
  readonly userEmail?: string | undefined;
  readonly userType?: UserRow['user_type'] | undefined;
  readonly status?: UserRow['registration_status'] | undefined;
  readonly license?: License | undefined;
  /** Beginning of the address or of the display name, in any letter case. */
  readonly q?: string | undefined;
}

/** One page of the account's users, oldest first (to the millisecond: in the order of their ids), after the user `after`. Throws NotFoundException. */
export async function listUsers(tx: Tx, accountId: string, filter: UserFilter, after: string, size: number): Promise<Page<ShownUser>> {
  const unfiltered = Object.values(filter).every((value) => value === undefined);
  const find = (awsAccountId: string): Promise<ShownUser[]> =>
    unfiltered
      ? tx.all(selectChimeUsers, { awsAccountId, accountId, after, limit: size + 1 })
      : tx.query(narrow(usersAfter(tx.sql, awsAccountId, accountId, after, size + 1), filter));
  const own = await find(tx.awsAccountId);
  const found = own.length > 0 ? own : await findAsDelegate(tx, accountId, find);
  return toPage(found ?? [], size, (user) => user.id);
}

const selectChimeUsers = statement<{ awsAccountId: string; accountId: string; after: string; limit: number }, ShownUser>(
  'selectChimeUsers',
  (sql, param) => usersAfter(sql, param('awsAccountId'), param('accountId'), param('after'), param('limit')),
);

type Given<Value> = Value | Expression<Value>;

function usersAfter(
  sql: Kysely<Tables>,
  awsAccountId: Given<string>,
  accountId: Given<string>,
  after: Given<string>,
  limit: Given<number>,
) {
  return usersOf(sql, awsAccountId, accountId).select(shownColumns).where('users.id', '>', after).orderBy('users.id').limit(limit);
}

/** The users of an account, if the tenant has the account: nobody else's user is ever found. */
function usersOf(sql: Kysely<Tables>, awsAccountId: Given<string>, accountId: Given<string>) {
  return sql
    .selectFrom('accounts')
    .innerJoin('users', 'users.account_id', 'accounts.id')
    .where('accounts.aws_account_id', '=', awsAccountId)
    .where('accounts.id', '=', accountId)
    .where('accounts.deleted_at', 'is', null);
}

function narrow(query: ReturnType<typeof usersAfter>, { userEmail, userType, status, license, q }: UserFilter) {
  let narrowed = query;
  if (userEmail !== undefined) narrowed = narrowed.where('users.primary_email', '=', userEmail.toLowerCase());
  if (userType !== undefined) narrowed = narrowed.where('users.user_type', '=', userType);
  if (status !== undefined) narrowed = narrowed.where('users.registration_status', '=', status);
  if (license !== undefined) narrowed = narrowed.where('users.license_type', '=', license);
  if (q !== undefined) {
    const prefix = q.toLowerCase();
    narrowed = narrowed.where((where) =>
      where.or([
        where('users.primary_email', '>=', prefix).and('users.primary_email', '<', afterPrefix(prefix)),
        where('users.display_name_folded', '>=', prefix).and('users.display_name_folded', '<', afterPrefix(prefix)),
      ]),
    );
  }
  return narrowed;
}

/** Those of the account's users that `ids` name, in no order. */
export async function findUsers(tx: Tx, account: AccountRow, ids: readonly string[]): Promise<UserRow[]> {
  if (ids.length === 0) return [];
  return tx.query(tx.sql.selectFrom('users').selectAll().where('account_id', '=', account.id).where('id', 'in', ids));
}

/** Those of the account's users that have one of the folded addresses, in no order. */
export async function findUsersByEmail(tx: Tx, account: AccountRow, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return [];
  return tx.query(tx.sql.selectFrom('users').selectAll().where('account_id', '=', account.id).where('primary_email', 'in', emails));
}

/** How many users the account has: invited ones are included, those who were released with a domain are not. */
export async function countUsers(tx: Tx, account: AccountRow): Promise<number> {
  return (await tx.first(selectChimeUserCount, { accountId: account.id }))?.count ?? 0;
}

const selectChimeUserCount = statement<{ accountId: string }, { count: number }>('selectChimeUserCount', (sql, param) =>
  sql
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', param('accountId'))
    .where('registration_status', '<>', 'Released'),
);

/** How many users hold each license; who is only invited holds none yet. */
export async function countLicenses(tx: Tx, account: AccountRow): Promise<{ license: License; count: number }[]> {
  return tx.all(selectLicenseCounts, { accountId: account.id });
}

const selectLicenseCounts = statement<{ accountId: string }, { license: License; count: number }>('selectLicenseCounts', (sql, param) =>
  sql
    .selectFrom('users')
    .select(({ fn }) => ['license_type as license', fn.countAll<number>().as('count')])
    .where('account_id', '=', param('accountId'))
    .where('registration_status', 'not in', ['Unregistered', 'Released'])
    .groupBy('license_type'),
);

/** Whoever is invited with a license that the account does not support any more will get `license` instead. */
export async function replaceInvitedLicenses(tx: Tx, account: AccountRow, supported: readonly License[], license: License): Promise<void> {
  await tx.query(
    tx.sql
      .updateTable('users')
      .set({ license_type: license })
      .where('account_id', '=', account.id)
      .where('registration_status', '=', 'Unregistered')
      .where('license_type', 'not in', supported),
  );
}

export async function insertUser(tx: Tx, user: UserRow): Promise<void> {
  await tx.run(insertChimeUser, user);
}

const insertChimeUser = statement<UserRow>('insertChimeUser', (sql, param) =>
  sql.insertInto('users').values({
    account_id: param('account_id'),
    id: param('id'),
    primary_email: param('primary_email'),
    display_name: param('display_name'),
    display_name_folded: param('display_name_folded'),
    license_type: param('license_type'),
    user_type: param('user_type'),
    registration_status: param('registration_status'),
    invitation_status: param('invitation_status'),
    pin: param('pin'),
    managed_by: param('managed_by'),
    source_active: param('source_active'),
    invited_on: param('invited_on'),
    registered_on: param('registered_on'),
    created_at: param('created_at'),
  }),
);

/** Notes that a user who has not accepted yet is invited once more. */
export async function reinviteUser(tx: Tx, user: UserRow, userType: UserRow['user_type'], now: number): Promise<void> {
  await tx.run(updateInvited, { accountId: user.account_id, id: user.id, userType, now });
}

const updateInvited = statement<{ accountId: string; id: string; userType: UserRow['user_type']; now: number }>(
  'updateInvited',
  (sql, param) =>
    sql
      .updateTable('users')
      .set({ invitation_status: 'Pending', invited_on: param('now'), user_type: param('userType') })
      .where('account_id', '=', param('accountId'))
      .where('id', '=', param('id')),
);

/** What may be changed of a user; what is undefined stays as it is. */
export interface UserChange {
  readonly license?: License | undefined;
  readonly userType?: UserRow['user_type'] | undefined;
}

/** Answers the changed user; undefined if the account has the user no more. */
export async function updateUser(tx: Tx, user: UserRow, { license, userType }: UserChange): Promise<UserRow | undefined> {
  return tx.first(updateChimeUser, { accountId: user.account_id, id: user.id, license: license ?? null, userType: userType ?? null });
}

const updateChimeUser = statement<
  { accountId: string; id: string; license: License | null; userType: UserRow['user_type'] | null },
  UserRow
>('updateChimeUser', (sql, param) =>
  sql
    .updateTable('users')
    .set(({ fn }) => ({
      license_type: fn.coalesce(param('license'), 'license_type'),
      user_type: fn.coalesce(param('userType'), 'user_type'),
    }))
    .where('account_id', '=', param('accountId'))
    .where('id', '=', param('id'))
    .returningAll(),
);

/** Gives the user another PIN; undefined if the account has the user no more. */
export async function setPin(tx: Tx, user: UserRow, pin: string): Promise<UserRow | undefined> {
  return tx.first(updatePin, { accountId: user.account_id, id: user.id, pin });
}

const updatePin = statement<{ accountId: string; id: string; pin: string }, UserRow>('updatePin', (sql, param) =>
  sql
    .updateTable('users')
    .set({ pin: param('pin') })
    .where('account_id', '=', param('accountId'))
    .where('id', '=', param('id'))
    .returningAll(),
);
