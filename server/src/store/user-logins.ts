import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

export type UserLogin = Tables['user_logins'];

/** The password of a person with Carillon's own login. @param email folded */
export async function findLogin(tx: Tx, email: string): Promise<UserLogin | undefined> {
  return tx.first(selectLogin, { email });
}

const selectLogin = statement<{ email: string }, UserLogin>('selectLogin', (sql, param) =>
  sql.selectFrom('user_logins').selectAll().where('email', '=', param('email')),
);

/** Like `findLogin`, and holds it until the transaction ends: of what makes users of one person, one thing happens at a time. */
export async function lockLogin(tx: Tx, email: string): Promise<UserLogin | undefined> {
  return tx.first(selectLoginLocked, { email });
}

const selectLoginLocked = statement<{ email: string }, UserLogin>('selectLoginLocked', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('user_logins').selectAll().where('email', '=', param('email'));
  return rowLocks ? query.forUpdate() : query;
});

interface NewLogin {
  readonly email: string;
  readonly passwordHash: string;
  readonly now: number;
}

/** Gives a person a first password, and holds the login; answers whether the person had none. */
export async function insertLogin(tx: Tx, login: NewLogin): Promise<boolean> {
  return (await tx.run(insertUserLogin, login)) === 1;
}

const insertUserLogin = statement<NewLogin>('insertUserLogin', (sql, param) =>
  sql
    .insertInto('user_logins')
    .values({ email: param('email'), password_hash: param('passwordHash'), created_at: param('now'), changed_at: param('now') })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Answers whether there was a login to change. */
export async function setPassword(tx: Tx, login: NewLogin): Promise<boolean> {
  return (await tx.run(updatePassword, login)) === 1;
}

const updatePassword = statement<NewLogin>('updateUserPassword', (sql, param) =>
  sql
    .updateTable('user_logins')
    .set({ password_hash: param('passwordHash'), changed_at: param('now') })
    .where('email', '=', param('email')),
);
