import { OperatorError } from '../errors.ts';
import { policyArn } from '../iam/arns.ts';
import { newAccessKeyId, newAwsAccountId, newEntityId, newSecretAccessKey } from '../iam/ids.ts';
import { foldName } from '../iam/names.ts';
import { insertAccessKey } from './access-keys.ts';
import { statement, type Tx } from './database.ts';
import { attachPolicy } from './iam-attachments.ts';
import { insertUser } from './iam-users.ts';
import { beginIdentityChange } from './principals.ts';

/** An AWS account: a tenant of this installation. */
export interface AwsAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

/**
 * Creates a tenant, with a random account id unless one is given, which must be twelve digits. Throws OperatorError
 * if the id or, in any letter case, the name is taken.
 */
export async function createTenant(
  tx: Tx,
  tenant: { awsAccountId?: string | undefined; name: string; now: number; random(bytes: number): Uint8Array },
): Promise<AwsAccount> {
  const { awsAccountId: id = newAwsAccountId(tenant.random), name, now: createdAt } = tenant;
  if (!/^\d{12}$/.test(id)) throw new OperatorError(`${id} is no AWS account id. Give twelve digits, or none to have one chosen.`);
  if ((await tx.run(insertAwsAccount, { id, name, nameFolded: foldName(name), createdAt })) === 0) {
    throw new OperatorError(`A tenant with the AWS account id ${id} or the name ${name} exists already. Choose another.`);
  }
  return { id, name, createdAt };
}

/** An administrator's first credentials. */
export interface Administrator {
  readonly userName: string;
  readonly accessKeyId: string;
  /** Known only to whoever receives this. */
  readonly secretAccessKey: string;
}

/**
 * Creates a user with AdministratorAccess and an access key, in the AWS account that `tx` is scoped to.
 * Throws EntityAlreadyExists if there is a user of this name.
 */
export async function createAdministrator(
  tx: Tx,
  { userName, now, random }: { userName: string; now: number; random(bytes: number): Uint8Array },
): Promise<Administrator> {
  const change = await beginIdentityChange(tx);
  const userId = newEntityId('AIDA', random);
  const accessKeyId = newAccessKeyId(random);
  const secretAccessKey = newSecretAccessKey(random);
  await insertUser(change, { id: userId, name: userName, path: '/', createdAt: now, boundaryArn: undefined, tags: {} });
  await attachPolicy(change, { ownerId: userId, policyArn: policyArn('aws', { path: '/', name: 'AdministratorAccess' }), attachedAt: now });
  await insertAccessKey(change, { id: accessKeyId, userId, secretAccessKey, createdAt: now });
  return { userName, accessKeyId, secretAccessKey };
}

/** The AWS account that `tx` is scoped to. */
export async function findOwnAwsAccount(tx: Tx): Promise<AwsAccount | undefined> {
  const row = await tx.first(selectAwsAccount, { id: tx.awsAccountId });
  return row && { id: row.id, name: row.name, createdAt: row.created_at };
}

/** Whether several AWS accounts use the installation: what is told of one may then be about another. */
export async function isShared(tx: Tx): Promise<boolean> {
  return (await listAwsAccounts(tx)).length > 1;
}

/** All tenants by name. */
export async function listAwsAccounts(tx: Tx): Promise<AwsAccount[]> {
  return (await tx.all(selectAwsAccounts, {})).map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }));
}

/** Whether the AWS account that `tx` is scoped to is the one that the installation was set up with: its operator's. */
export async function isOperators(tx: Tx): Promise<boolean> {
  return (await tx.first(selectFirstAwsAccount, {}))?.id === tx.awsAccountId;
}

const selectFirstAwsAccount = statement<object, { id: string }>('selectFirstAwsAccount', (sql) =>
  sql.selectFrom('aws_accounts').select('id').orderBy('created_at').orderBy('id').limit(1),
);

const insertAwsAccount = statement<{ id: string; name: string; nameFolded: string; createdAt: number }>('insertAwsAccount', (sql, param) =>
  sql
    .insertInto('aws_accounts')
    .values({ id: param('id'), name: param('name'), name_folded: param('nameFolded'), created_at: param('createdAt') })
    .onConflict((conflict) => conflict.doNothing()),
);

const selectAwsAccount = statement<{ id: string }, { id: string; name: string; created_at: number }>('selectAwsAccount', (sql, param) =>
  sql.selectFrom('aws_accounts').select(['id', 'name', 'created_at']).where('id', '=', param('id')),
);

const selectAwsAccounts = statement<object, { id: string; name: string; created_at: number }>('selectAwsAccounts', (sql) =>
  sql.selectFrom('aws_accounts').select(['id', 'name', 'created_at']).orderBy('name_folded'),
);
