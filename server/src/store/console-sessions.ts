import { statement, type Tx } from './database.ts';
import type { ConsoleSessionTable } from './schema/console.ts';

/** Somebody who has not asked for anything for so long is signed out. */
const idleMs = 60 * 60_000;

/** Browsers a user is signed in with at once; the oldest session makes room. */
const sessionsPerUserMax = 20;

/** Starts a session. */
export async function insertConsoleSession(tx: Tx, session: ConsoleSessionTable): Promise<void> {
  await tx.run(insertSession, session);
  await tx.run(deleteOldest, { userId: session.user_id, kept: sessionsPerUserMax });
}

const insertSession = statement<ConsoleSessionTable>('insertConsoleSession', (sql, param) =>
  sql.insertInto('console_sessions').values({
    token_hash: param('token_hash'),
    aws_account_id: param('aws_account_id'),
    user_id: param('user_id'),
    credentials: param('credentials'),
    has_mfa: param('has_mfa'),
    role_credentials: param('role_credentials'),
    created_at: param('created_at'),
    expires_at: param('expires_at'),
    last_seen_at: param('last_seen_at'),
  }),
);

const deleteOldest = statement<{ userId: string; kept: number }>('deleteOldestConsoleSessions', (sql, param) =>
  sql
    .deleteFrom('console_sessions')
    .where('user_id', '=', param('userId'))
    .where('token_hash', 'not in', (nested) =>
      nested
        .selectFrom('console_sessions')
        .select('token_hash')
        .where('user_id', '=', param('userId'))
        .orderBy('created_at', 'desc')
        .orderBy('token_hash', 'desc')
        .limit(param('kept')),
    ),
);

/**
 * The session of this token, unless it has ended: looked up for each request, so that it ends everywhere at once. It ends
 * with its time, with an hour of silence, and with the password it was begun with, be it changed or taken away.
 */
export async function findConsoleSession(tx: Tx, tokenHash: string, now: number): Promise<ConsoleSessionTable | undefined> {
  return tx.first(selectSession, { tokenHash, now, seenSince: now - idleMs });
}

const selectSession = statement<{ tokenHash: string; now: number; seenSince: number }, ConsoleSessionTable>(
  'selectConsoleSession',
  (sql, param) =>
    sql
      .selectFrom('console_sessions')
      .innerJoin('iam_login_profiles', (join) =>
        join
          .onRef('iam_login_profiles.user_id', '=', 'console_sessions.user_id')
          .onRef('iam_login_profiles.aws_account_id', '=', 'console_sessions.aws_account_id')
          .onRef('iam_login_profiles.changed_at', '<=', 'console_sessions.created_at'),
      )
      .selectAll('console_sessions')
      .where('console_sessions.token_hash', '=', param('tokenHash'))
      .where('console_sessions.expires_at', '>', param('now'))
      .where('console_sessions.last_seen_at', '>', param('seenSince')),
);

/** Notes that the session is in use; callers do so once in a while only. */
export async function touchConsoleSession(tx: Tx, tokenHash: string, now: number): Promise<void> {
  await tx.run(updateLastSeen, { tokenHash, now });
}

const updateLastSeen = statement<{ tokenHash: string; now: number }>('updateConsoleLastSeen', (sql, param) =>
  sql
    .updateTable('console_sessions')
    .set({ last_seen_at: param('now') })
    .where('token_hash', '=', param('tokenHash')),
);

/** The role that the session acts as from here on. @param credentials its session token; null = the user is themselves again */
export async function setConsoleRole(tx: Tx, tokenHash: string, credentials: string | null): Promise<void> {
  await tx.run(updateRole, { tokenHash, credentials });
}

const updateRole = statement<{ tokenHash: string; credentials: string | null }>('updateConsoleRole', (sql, param) =>
  sql
    .updateTable('console_sessions')
    .set({ role_credentials: param('credentials') })
    .where('token_hash', '=', param('tokenHash')),
);

export async function endConsoleSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.run(deleteSession, { tokenHash });
}

const deleteSession = statement<{ tokenHash: string }>('deleteConsoleSession', (sql, param) =>
  sql.deleteFrom('console_sessions').where('token_hash', '=', param('tokenHash')),
);

/** Removes what expired before `time`; answers how many there were. */
export async function forgetConsoleSessionsBefore(tx: Tx, time: number): Promise<number> {
  return tx.run(deleteExpired, { time });
}

const deleteExpired = statement<{ time: number }>('deleteExpiredConsoleSessions', (sql, param) =>
  sql.deleteFrom('console_sessions').where('expires_at', '<=', param('time')),
);
