import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

export type UserLink = Tables['user_links'];
export type LinkKind = UserLink['kind'];

/** Whoever shows the token within the time reads the mailbox of the address. */
export async function insertLink(tx: Tx, link: Omit<UserLink, 'used_at'>): Promise<void> {
  await tx.run(insertUserLink, link);
}

const insertUserLink = statement<Omit<UserLink, 'used_at'>>('insertUserLink', (sql, param) =>
  sql.insertInto('user_links').values({
    token_hash: param('token_hash'),
    kind: param('kind'),
    email: param('email'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
  }),
);

/** The link, if it can still be used; looking at it does not use it up, since mail scanners look at every link. */
export async function findLink(tx: Tx, kind: LinkKind, tokenHash: string, now: number): Promise<UserLink | undefined> {
  return tx.first(selectLink, { kind, tokenHash, now });
}

const selectLink = statement<{ kind: LinkKind; tokenHash: string; now: number }, UserLink>('selectLink', (sql, param) =>
  sql
    .selectFrom('user_links')
    .selectAll()
    .where('token_hash', '=', param('tokenHash'))
    .where('kind', '=', param('kind'))
    .where('used_at', 'is', null)
    .where('expires_at', '>', param('now')),
);

/** Uses the link up; undefined for all who come second. */
export async function useLink(tx: Tx, kind: LinkKind, tokenHash: string, now: number): Promise<UserLink | undefined> {
  return tx.first(updateUsed, { kind, tokenHash, now });
}

const updateUsed = statement<{ kind: LinkKind; tokenHash: string; now: number }, UserLink>('updateUsedLink', (sql, param) =>
  sql
    .updateTable('user_links')
    .set({ used_at: param('now') })
    .where('token_hash', '=', param('tokenHash'))
    .where('kind', '=', param('kind'))
    .where('used_at', 'is', null)
    .where('expires_at', '>', param('now'))
    .returningAll(),
);

/** Every link that was mailed to the address is worth nothing any more. */
export async function dropLinks(tx: Tx, email: string): Promise<void> {
  await tx.run(deleteLinksOf, { email });
}

const deleteLinksOf = statement<{ email: string }>('deleteLinksOf', (sql, param) =>
  sql.deleteFrom('user_links').where('email', '=', param('email')),
);

/** Removes what expired before `time`; answers how many there were. */
export async function forgetLinksBefore(tx: Tx, time: number): Promise<number> {
  return tx.run(deleteExpiredLinks, { time });
}

const deleteExpiredLinks = statement<{ time: number }>('deleteExpiredLinks', (sql, param) =>
  sql.deleteFrom('user_links').where('expires_at', '<=', param('time')),
);
