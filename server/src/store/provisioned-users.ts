import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import type { UserRow } from './users.ts';

/** What an identity provider decides of a user's own row. */
export interface ProvisionedProfile {
  /** Folded. */
  readonly primaryEmail: string;
  readonly displayName: string | null;
  readonly isActive: boolean;
}

/** A user of the account with this folded address, or nobody's user; of both, the account's. */
export async function findUserToAdopt(tx: Tx, account: AccountRow, email: string): Promise<UserRow | undefined> {
  return tx.first(selectUserToAdopt, { accountId: account.id, email });
}

const selectUserToAdopt = statement<{ accountId: string; email: string }, UserRow>('selectUserToAdopt', (sql, param, { rowLocks }) => {
  const query = sql
    .selectFrom('users')
    .selectAll()
    .where('primary_email', '=', param('email'))
    .where(({ eb, or }) => or([eb('account_id', '=', param('accountId')), eb('account_id', '=', '')]))
    .orderBy('account_id', 'desc')
    .limit(1);
  return rowLocks ? query.forUpdate() : query;
});

/** From now on the identity provider decides about the user, who joins the account if it was nobody's. */
export async function adoptUser(tx: Tx, account: AccountRow, user: UserRow, profile: ProvisionedProfile): Promise<void> {
  await tx.run(updateAdopted, { fromAccountId: user.account_id, accountId: account.id, id: user.id, ...toColumns(profile) });
}

interface ProfileColumns {
  email: string;
  displayName: string | null;
  displayNameFolded: string | null;
  active: number;
}

function toColumns({ primaryEmail, displayName, isActive }: ProvisionedProfile): ProfileColumns {
  return { email: primaryEmail, displayName, displayNameFolded: displayName?.toLowerCase() ?? null, active: isActive ? 1 : 0 };
}

const updateAdopted = statement<{ fromAccountId: string; accountId: string; id: string } & ProfileColumns>('updateAdopted', (sql, param) =>
  sql
    .updateTable('users')
    .set({
      account_id: param('accountId'),
      managed_by: 'oidc',
      primary_email: param('email'),
      display_name: param('displayName'),
      display_name_folded: param('displayNameFolded'),
      source_active: param('active'),
    })
    .where('account_id', '=', param('fromAccountId'))
    .where('id', '=', param('id')),
);

/** Writes what the identity provider says of a user whom it manages. */
export async function updateProvisionedUser(tx: Tx, account: AccountRow, id: string, profile: ProvisionedProfile): Promise<void> {
  await tx.run(updateAdopted, { fromAccountId: account.id, accountId: account.id, id, ...toColumns(profile) });
}

/** Those of the folded addresses that are another user's of the account, as the primary or as a further one. */
export async function listTakenAddresses(tx: Tx, account: AccountRow, userId: string, emails: readonly string[]): Promise<string[]> {
  if (emails.length === 0) return [];
  const [only] = emails;
  if (emails.length === 1 && only !== undefined) {
    return (await tx.first(selectTakenAddress, { accountId: account.id, userId, email: only })) ? [only] : [];
  }
  const primary = await tx.query(
    tx.sql
      .selectFrom('users')
      .select('primary_email as email')
      .where('account_id', '=', account.id)
      .where('primary_email', 'in', emails)
      .where('id', '<>', userId),
  );
  const further = await tx.query(
    tx.sql
      .selectFrom('user_addresses')
      .select('email')
      .where('account_id', '=', account.id)
      .where('email', 'in', emails)
      .where('user_id', '<>', userId),
  );
  return [...primary, ...further].map(({ email }) => email);
}

/** For most users there is one address to ask for, and a query that is made once. */
const selectTakenAddress = statement<{ accountId: string; userId: string; email: string }, { id: string }>(
  'selectTakenAddress',
  (sql, param) =>
    sql
      .selectFrom('users')
      .select('id')
      .where('account_id', '=', param('accountId'))
      .where('primary_email', '=', param('email'))
      .where('id', '<>', param('userId'))
      .unionAll((eb) =>
        eb
          .selectFrom('user_addresses')
          .select('user_id as id')
          .where('account_id', '=', param('accountId'))
          .where('email', '=', param('email'))
          .where('user_id', '<>', param('userId')),
      ),
);

/** Makes these folded addresses the user's further ones. */
export async function replaceFurtherAddresses(tx: Tx, account: AccountRow, userId: string, emails: readonly string[]): Promise<void> {
  await tx.run(deleteFurtherAddresses, { accountId: account.id, userId });
  await tx.runEach(
    insertFurtherAddress,
    [...new Set(emails)].map((email) => ({ accountId: account.id, userId, email })),
  );
}

const deleteFurtherAddresses = statement<{ accountId: string; userId: string }>('deleteFurtherAddresses', (sql, param) =>
  sql.deleteFrom('user_addresses').where('account_id', '=', param('accountId')).where('user_id', '=', param('userId')),
);

const insertFurtherAddress = statement<{ accountId: string; userId: string; email: string }>('insertFurtherAddress', (sql, param) =>
  sql.insertInto('user_addresses').values({ account_id: param('accountId'), user_id: param('userId'), email: param('email') }),
);

/** How many users whom the identity provider manages can sign in, as far as their state goes. */
export async function countLicensedUsers(tx: Tx, account: AccountRow): Promise<number> {
  return (await tx.first(selectLicensedUserCount, { accountId: account.id }))?.count ?? 0;
}

const selectLicensedUserCount = statement<{ accountId: string }, { count: number }>('selectLicensedUserCount', (sql, param) =>
  sql
    .selectFrom('users')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', param('accountId'))
    .where('managed_by', '=', 'oidc')
    .where('registration_status', '<>', 'Suspended'),
);
