import { globex, type World } from './world.ts';

/** Takes Globex out of the world: then Acme alone uses the installation. */
export async function leaveAcmeAlone({ database }: Pick<World, 'database'>): Promise<void> {
  await database.write('', async (tx) => {
    for (const table of ['iam_attachments', 'access_keys', 'iam_users', 'iam_policies', 'aws_accounts'] as const) {
      const column = table === 'aws_accounts' ? 'id' : 'aws_account_id';
      await tx.query(tx.sql.deleteFrom(table).where(column, '=', globex));
    }
  });
}
