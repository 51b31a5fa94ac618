import { UnprocessableEntityException } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

export type SessionRow = Tables['user_sessions'];

/** How a user proved who it is. */
export type SessionMethod = SessionRow['method'];

/** Devices on which one user is signed in; the one that signed in first makes room for one more. */
export const sessionsPerUserMax = 50;

interface NewSession {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the cookie's token, hex. */
  readonly tokenHash: string;
  /** What the person recognises the device by: `Firefox on Linux`. */
  readonly device: string;
  readonly method: SessionMethod;
  readonly now: number;
  readonly expiresAt: number;
}

/**
 * Signs a user in on a device. Holds the user until the transaction ends, so that no session begins beside the
 * suspension that ends them all. Throws UnprocessableEntityException for whoever may not sign in (any more).
 */
export async function startSession(tx: Tx, { id, userId, tokenHash, device, method, now, expiresAt }: NewSession): Promise<void> {
  const user = await tx.first(selectSignedInUserLocked, { userId });
  const mayEnter = user?.registration_status === 'Registered' && (await tx.first(selectOpenAccount, { userId })) !== undefined;
  if (!mayEnter) throw new UnprocessableEntityException('This user cannot sign in: ask the administrator of your account.');
  await tx.run(insertSession, {
    id,
    user_id: userId,
    token_hash: tokenHash,
    device,
    method,
    created_at: now,
    expires_at: expiresAt,
    last_seen_at: now,
  });
  await tx.run(deleteOldestSessions, { userId, kept: sessionsPerUserMax });
  // Outlives the session: reports tell when a user was last active.
  await tx.run(upsertLastSignIn, { userId, now });
}

const upsertLastSignIn = statement<{ userId: string; now: number }>('upsertLastSignIn', (sql, param) =>
  sql
    .insertInto('user_sign_ins')
    .values({ user_id: param('userId'), last_at: param('now') })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(({ ref }) => ({ last_at: ref('excluded.last_at') }))),
);

const selectSignedInUserLocked = statement<{ userId: string }, Pick<UserRow, 'registration_status'>>(
  'selectSignedInUserLocked',
  (sql, param, { rowLocks }) => {
    const query = sql.selectFrom('users').select('registration_status').where('id', '=', param('userId'));
    return rowLocks ? query.forUpdate() : query;
  },
);

/** A free user needs no account; everybody else one that is neither deleted nor suspended. */
const selectOpenAccount = statement<{ userId: string }, { id: string }>('selectOpenAccount', (sql, param) =>
  sql
    .selectFrom('users')
    .leftJoin('accounts', (join) =>
      join.onRef('accounts.id', '=', 'users.account_id').on('accounts.deleted_at', 'is', null).on('accounts.status', '=', 'Active'),
    )
    .select('users.id')
    .where('users.id', '=', param('userId'))
    .where((where) => where.or([where('users.account_id', '=', ''), where('accounts.id', 'is not', null)])),
);

const insertSession = statement<SessionRow>('insertSession', (sql, param) =>
  sql.insertInto('user_sessions').values({
    id: param('id'),
    user_id: param('user_id'),
    token_hash: param('token_hash'),
    device: param('device'),
    method: param('method'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
    last_seen_at: param('last_seen_at'),
  }),
);

const deleteOldestSessions = statement<{ userId: string; kept: number }>('deleteOldestSessions', (sql, param) =>
  sql
    .deleteFrom('user_sessions')
    .where('user_id', '=', param('userId'))
    .where('id', 'not in', (nested) =>
      nested
        .selectFrom('user_sessions')
        .select('id')
        .where('user_id', '=', param('userId'))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(param('kept')),
    ),
);

/** A session that holds, and whose it is. */
export interface SignedIn {
  readonly session: SessionRow;
  readonly user: UserRow;
}

/**
 * Who holds the token, if the session has not ended: looked up for each request, so that an ended session is dead at
 * once in every process. Whoever was suspended, or whose account is gone, is not signed in, whatever the row says.
 */
export async function findSession(tx: Tx, tokenHash: string, now: number): Promise<SignedIn | undefined> {
  const session = await tx.first(selectSession, { tokenHash, now });
  const user = session && (await tx.first(selectUserOfSession, { tokenHash }));
  return session && user && { session, user };
}

const selectSession = statement<{ tokenHash: string; now: number }, SessionRow>('selectSession', (sql, param) =>
  sql.selectFrom('user_sessions').selectAll().where('token_hash', '=', param('tokenHash')).where('expires_at', '>', param('now')),
);

const selectUserOfSession = statement<{ tokenHash: string }, UserRow>('selectUserOfSession', (sql, param) =>
  sql
    .selectFrom('user_sessions')
    .innerJoin('users', 'users.id', 'user_sessions.user_id')
    .leftJoin('accounts', (join) =>
      join.onRef('accounts.id', '=', 'users.account_id').on('accounts.deleted_at', 'is', null).on('accounts.status', '=', 'Active'),
    )
    .selectAll('users')
    .where('user_sessions.token_hash', '=', param('tokenHash'))
    .where('users.registration_status', '=', 'Registered')
    .where((where) => where.or([where('users.account_id', '=', ''), where('accounts.id', 'is not', null)])),
);

/** The user's sessions that have not expired, the one used last first. */
export async function listSessions(tx: Tx, userId: string, now: number): Promise<SessionRow[]> {
  return tx.all(selectSessions, { userId, now });
}

const selectSessions = statement<{ userId: string; now: number }, SessionRow>('selectSessions', (sql, param) =>
  sql
    .selectFrom('user_sessions')
    .selectAll()
    .where('user_id', '=', param('userId'))
    .where('expires_at', '>', param('now'))
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc'),
);

/** Notes that the session is in use; callers do so once in a while only. */
export async function touchSession(tx: Tx, id: string, now: number): Promise<void> {
  await tx.run(updateLastSeen, { id, now });
}

const updateLastSeen = statement<{ id: string; now: number }>('updateLastSeen', (sql, param) =>
  sql
    .updateTable('user_sessions')
    .set({ last_seen_at: param('now') })
    .where('id', '=', param('id')),
);

/** Ends one of the user's sessions; answers whether there was one. */
export async function endSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  return (await tx.run(deleteSession, { userId, id })) > 0;
}

const deleteSession = statement<{ userId: string; id: string }>('deleteSession', (sql, param) =>
  sql.deleteFrom('user_sessions').where('user_id', '=', param('userId')).where('id', '=', param('id')),
);

/** Ends every session of these users, on all their devices. @param keptId a session that goes on */
export async function endSessions(tx: Tx, userIds: readonly string[], keptId = ''): Promise<void> {
  if (userIds.length === 0) return;
  await tx.query(tx.sql.deleteFrom('user_sessions').where('user_id', 'in', userIds).where('id', '<>', keptId));
}

/** Ends every session of the account's users. @param method only those that were begun so; undefined = all */
export async function endSessionsOfAccount(tx: Tx, accountId: string, method?: SessionMethod): Promise<void> {
  await tx.query(
    tx.sql
      .deleteFrom('user_sessions')
      .where('user_id', 'in', tx.sql.selectFrom('users').select('id').where('account_id', '=', accountId))
      .$if(method !== undefined, (query) => query.where('method', '=', method ?? 'carillon')),
  );
}

/** Removes what expired before `time`; answers how many there were. */
export async function forgetSessionsBefore(tx: Tx, time: number): Promise<number> {
  return tx.run(deleteExpiredSessions, { time });
}

const deleteExpiredSessions = statement<{ time: number }>('deleteExpiredSessions', (sql, param) =>
  sql.deleteFrom('user_sessions').where('expires_at', '<=', param('time')),
);
