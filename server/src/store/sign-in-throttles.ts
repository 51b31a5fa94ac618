import { statement, type Tx } from './database.ts';
import { hashToken } from './link-tokens.ts';
import type { Tables } from './schema.ts';

type ThrottleRow = Tables['sign_in_throttles'];

/** How many attempts are free, how long the next ones wait, and when all is forgotten. */
export interface ThrottleRule {
  readonly freeAttempts: number;
  /** The wait doubles from attempt to attempt. */
  readonly waitMinMs: number;
  readonly waitMaxMs: number;
  /** Without an attempt for so long, counting starts anew. */
  readonly forgetMs: number;
}

/**
 * Counts an attempt before it is made, so that attempts made at once count too. Answers how many milliseconds are to be
 * waited instead; 0 = go ahead. Waiting attempts are not counted: a lock is a delay that ends, whoever hammers at it.
 * @param what whose attempts are counted, such as an address; stored as its hash
 */
export async function countAttempt(tx: Tx, what: string, rule: ThrottleRule, now: number): Promise<number> {
  const key = hashToken(what);
  await tx.run(insertThrottle, { key, now });
  const row = await tx.first(selectThrottleLocked, { key });
  if (!row) return 0;
  if (row.blocked_until > now) return row.blocked_until - now;
  const attempts = now - row.last_at > rule.forgetMs ? 1 : row.attempts + 1;
  const beyond = attempts - rule.freeAttempts;
  const waitMs = beyond < 0 ? 0 : Math.min(rule.waitMaxMs, rule.waitMinMs * 2 ** Math.min(beyond, 30));
  await tx.run(updateThrottle, { key, attempts, now, blockedUntil: now + waitMs });
  return 0;
}

const insertThrottle = statement<{ key: string; now: number }>('insertThrottle', (sql, param) =>
  sql
    .insertInto('sign_in_throttles')
    .values({ key: param('key'), attempts: 0, last_at: param('now'), blocked_until: 0 })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectThrottleLocked = statement<{ key: string }, ThrottleRow>('selectThrottleLocked', (sql, param, { rowLocks }) => {
  const query = sql.selectFrom('sign_in_throttles').selectAll().where('key', '=', param('key'));
  return rowLocks ? query.forUpdate() : query;
});

const updateThrottle = statement<{ key: string; attempts: number; now: number; blockedUntil: number }>('updateThrottle', (sql, param) =>
  sql
    .updateTable('sign_in_throttles')
    .set({ attempts: param('attempts'), last_at: param('now'), blocked_until: param('blockedUntil') })
    .where('key', '=', param('key')),
);

/** Forgets the attempts: the right one was among them. */
export async function forgetAttempts(tx: Tx, what: string): Promise<void> {
  await tx.run(deleteThrottle, { key: hashToken(what) });
}

const deleteThrottle = statement<{ key: string }>('deleteThrottle', (sql, param) =>
  sql.deleteFrom('sign_in_throttles').where('key', '=', param('key')),
);

/** Takes one attempt back, for what many share: a success of one says nothing about the others. */
export async function forgiveAttempt(tx: Tx, what: string): Promise<void> {
  await tx.run(decreaseThrottle, { key: hashToken(what) });
}

const decreaseThrottle = statement<{ key: string }>('decreaseThrottle', (sql, param) =>
  sql
    .updateTable('sign_in_throttles')
    .set(({ eb }) => ({ attempts: eb('attempts', '-', 1), blocked_until: 0 }))
    .where('key', '=', param('key'))
    .where('attempts', '>', 0),
);

/** Removes what was not counted on since `time`; answers how much there was. */
export async function forgetThrottlesBefore(tx: Tx, time: number): Promise<number> {
  return tx.run(deleteOldThrottles, { time });
}

const deleteOldThrottles = statement<{ time: number }>('deleteOldThrottles', (sql, param) =>
  sql.deleteFrom('sign_in_throttles').where('last_at', '<', param('time')).where('blocked_until', '<', param('time')),
);
