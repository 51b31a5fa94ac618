import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

/** Who somebody is to an identity provider: the account, its issuer, and the issuer's own name for the person. */
export interface Subject {
  readonly accountId: string;
  readonly issuer: string;
  readonly subject: string;
}

/** The account's user whom this subject has been linked with; whoever has left the account since is not found. */
export async function findLinkedUser(tx: Tx, subject: Subject): Promise<UserRow | undefined> {
  return tx.first(selectLinkedUser, { ...subject });
}

const selectLinkedUser = statement<{ accountId: string; issuer: string; subject: string }, UserRow>('selectLinkedUser', (sql, param) =>
  sql
    .selectFrom('openid_links')
    .innerJoin('users', (join) =>
      join.onRef('users.id', '=', 'openid_links.user_id').onRef('users.account_id', '=', 'openid_links.account_id'),
    )
    .selectAll('users')
    .where('openid_links.account_id', '=', param('accountId'))
    .where('openid_links.issuer', '=', param('issuer'))
    .where('openid_links.subject', '=', param('subject'))
    // Whoever was released with a domain is nobody here, and may begin anew.
    .where('users.registration_status', '<>', 'Released'),
);

/** Whether the user is linked with any subject of the issuer. */
export async function isLinked(tx: Tx, user: UserRow, issuer: string): Promise<boolean> {
  return (await tx.first(selectLinkOfUser, { accountId: user.account_id, userId: user.id, issuer })) !== undefined;
}

const selectLinkOfUser = statement<{ accountId: string; userId: string; issuer: string }, { subject: string }>(
  'selectLinkOfUser',
  (sql, param) =>
    sql
      .selectFrom('openid_links')
      .select('subject')
      .where('user_id', '=', param('userId'))
      .where('account_id', '=', param('accountId'))
      .where('issuer', '=', param('issuer')),
);

/** Links the user with this subject and with no other of the issuer. */
export async function linkUser(tx: Tx, user: UserRow, subject: Subject, now: number): Promise<void> {
  const { accountId, issuer } = subject;
  await tx.run(deleteLinksOfUser, { accountId, userId: user.id, issuer });
  await tx.run(upsertLink, {
    account_id: accountId,
    issuer,
    subject: subject.subject,
    user_id: user.id,
    created_at: now,
  });
}

const deleteLinksOfUser = statement<{ accountId: string; userId: string; issuer: string }>('deleteLinksOfUser', (sql, param) =>
  sql
    .deleteFrom('openid_links')
    .where('user_id', '=', param('userId'))
    .where('account_id', '=', param('accountId'))
    .where('issuer', '=', param('issuer')),
);

const upsertLink = statement<Tables['openid_links']>('upsertLink', (sql, param) =>
  sql
    .insertInto('openid_links')
    .values({
      account_id: param('account_id'),
      issuer: param('issuer'),
      subject: param('subject'),
      user_id: param('user_id'),
      created_at: param('created_at'),
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'issuer', 'subject']).doUpdateSet({ user_id: param('user_id'), created_at: param('created_at') }),
    ),
);

/** Forgets who the account's users were to every issuer but this one. */
export async function unlinkOtherIssuers(tx: Tx, account: AccountRow, issuer: string): Promise<void> {
  await tx.run(deleteLinksOfOthers, { accountId: account.id, issuer });
}

const deleteLinksOfOthers = statement<{ accountId: string; issuer: string }>('deleteLinksOfOthers', (sql, param) =>
  sql.deleteFrom('openid_links').where('account_id', '=', param('accountId')).where('issuer', '<>', param('issuer')),
);
