import { EntityAlreadyExists, NoSuchEntity } from '../errors.ts';
import { findOwnAwsAccount } from './aws-accounts.ts';
import { asTenant, statement, type Tx } from './database.ts';
import type { IdentityTx } from './principals.ts';

/** The name by which people may call the account at sign-in; there is at most one. */
export async function findAccountAlias(tx: Tx): Promise<string | undefined> {
  return (await tx.first(selectAlias, { awsAccountId: tx.awsAccountId }))?.alias;
}

/** The AWS account that people at the sign-in page call by this name: its id, or its alias; undefined = there is none. */
export async function findAwsAccountId(tx: Tx, name: string): Promise<string | undefined> {
  if (!/^\d{12}$/.test(name)) return (await tx.first(selectAliasOwner, { alias: name }))?.aws_account_id;
  return (await findOwnAwsAccount(asTenant(tx, name)))?.id;
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

const selectAliasOwner = statement<{ alias: string }, { aws_account_id: string }>('selectAccountOfAlias', (sql, param) =>
  sql.selectFrom('iam_account_aliases').select('aws_account_id').where('alias', '=', param('alias')),
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
