import { invariant } from '../errors.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { statement, type Tx } from './database.ts';

/** How long a repeat of a create returns the first result. */
export const tokenLifetimeMs = dayMs;

/** Claims a token for this transaction; false if it is taken. Waits for another transaction that is claiming it. */
export async function claimToken(tx: Tx, claim: { operation: string; token: string; inputHash: string; now: number }): Promise<boolean> {
  // A token past its lifetime is free again even if the clean-up has not come by yet.
  await tx.run(dropStaleToken, {
    awsAccountId: tx.awsAccountId,
    operation: claim.operation,
    token: claim.token,
    before: claim.now - tokenLifetimeMs,
  });
  return (await tx.run(insertToken, { awsAccountId: tx.awsAccountId, ...claim })) === 1;
}

const dropStaleToken = statement<{ awsAccountId: string; operation: string; token: string; before: number }>(
  'dropStaleToken',
  (sql, param) =>
    sql
      .deleteFrom('idempotency')
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('operation', '=', param('operation'))
      .where('token', '=', param('token'))
      .where('created_at', '<', param('before')),
);

const insertToken = statement<{ awsAccountId: string; operation: string; token: string; inputHash: string; now: number }>(
  'insertToken',
  (sql, param) =>
    sql
      .insertInto('idempotency')
      .values({
        aws_account_id: param('awsAccountId'),
        operation: param('operation'),
        token: param('token'),
        input_hash: param('inputHash'),
        output_sealed: '',
        created_at: param('now'),
      })
      .onConflict((conflict) => conflict.doNothing()),
);

/** The claim another request made and finished. Throws InvariantError if there is none. */
export async function getClaimedToken(tx: Tx, operation: string, token: string): Promise<{ input_hash: string; output_sealed: string }> {
  const row = await tx.first(selectToken, { awsAccountId: tx.awsAccountId, operation, token });
  invariant(row, 'A token that could not be claimed is there: claims are never deleted within their lifetime.');
  return row;
}

const selectToken = statement<{ awsAccountId: string; operation: string; token: string }, { input_hash: string; output_sealed: string }>(
  'selectToken',
  (sql, param) =>
    sql
      .selectFrom('idempotency')
      .select(['input_hash', 'output_sealed'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('operation', '=', param('operation'))
      .where('token', '=', param('token')),
);

/** Keeps the answer for repeats of the request. */
export async function keepAnswer(tx: Tx, operation: string, token: string, outputSealed: string): Promise<void> {
  await tx.run(updateToken, { awsAccountId: tx.awsAccountId, operation, token, outputSealed });
}

const updateToken = statement<{ awsAccountId: string; operation: string; token: string; outputSealed: string }>(
  'updateToken',
  (sql, param) =>
    sql
      .updateTable('idempotency')
      .set({ output_sealed: param('outputSealed') })
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('operation', '=', param('operation'))
      .where('token', '=', param('token')),
);

/** Forgets tokens past their lifetime, of every tenant; answers how many. */
export async function forgetTokensBefore(tx: Tx, before: number): Promise<number> {
  return tx.run(deleteOldTokens, { before });
}

const deleteOldTokens = statement<{ before: number }>('deleteOldTokens', (sql, param) =>
  sql.deleteFrom('idempotency').where('created_at', '<', param('before')),
);
