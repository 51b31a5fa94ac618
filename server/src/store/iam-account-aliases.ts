import { EntityAlreadyExists, NoSuchEntity } from '../errors.ts';
import { statement, type Tx } from './database.ts';
import type { IdentityTx } from './principals.ts';

/** The name by which people may call the account at sign-in; there is at most one. */
export async function findAccountAlias(tx: Tx): Promise<string | undefined> {
  return (await tx.first(selectAlias, { awsAccountId: tx.awsAccountId }))?.alias;
}

/** Gives the account this alias instead of the one before. Throws EntityAlreadyExists if another account of the installation has it. */
export async function setAccountAlias(tx: IdentityTx, alias: string): Promise<void> {
  const current = await findAccountAlias(tx);
  if (current === alias) throw taken(alias);
  if (current !== undefined) await tx.run(deleteAlias, { awsAccountId: tx.awsAccountId, alias: current });
  if ((await tx.run(insertAlias, { awsAccountId: tx.awsAccountId, alias })) === 0) throw taken(alias);
}

/** Throws NoSuchEntity. */
export async function deleteAccountAlias(tx: IdentityTx, alias: string): Promise<void> {
  if ((await tx.run(deleteAlias, { awsAccountId: tx.awsAccountId, alias })) === 0)
    throw new NoSuchEntity(`The account alias ${alias} does not exist.`);
}

function taken(alias: string): EntityAlreadyExists {
  return new EntityAlreadyExists(`The account alias ${alias} already exists.`);
}

const selectAlias = statement<{ awsAccountId: string }, { alias: string }>('selectAccountAlias', (sql, param) =>
  sql.selectFrom('iam_account_aliases').select('alias').where('aws_account_id', '=', param('awsAccountId')),
);

const insertAlias = statement<{ awsAccountId: string; alias: string }>('insertAccountAlias', (sql, param) =>
  sql
    .insertInto('iam_account_aliases')
    .values({ aws_account_id: param('awsAccountId'), alias: param('alias') })
    .onConflict((conflict) => conflict.doNothing()),
);

const deleteAlias = statement<{ awsAccountId: string; alias: string }>('deleteAccountAlias', (sql, param) =>
  sql.deleteFrom('iam_account_aliases').where('alias', '=', param('alias')).where('aws_account_id', '=', param('awsAccountId')),
);
