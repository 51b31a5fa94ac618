import { statement, type Tx } from './database.ts';

/** Notes that a user has signed in with the password. It changes nobody's permissions, so no other process is told. */
export async function notePasswordUse(tx: Tx, userId: string, now: number): Promise<void> {
  await tx.run(updatePasswordUse, { awsAccountId: tx.awsAccountId, userId, now });
}

const updatePasswordUse = statement<{ awsAccountId: string; userId: string; now: number }>('updatePasswordUse', (sql, param) =>
  sql
    .updateTable('iam_login_profiles')
    .set({ last_used_at: param('now') })
    .where('user_id', '=', param('userId'))
    .where('aws_account_id', '=', param('awsAccountId')),
);
