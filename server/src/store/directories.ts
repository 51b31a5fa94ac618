import { NotFoundException } from '../errors.ts';
import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

/** An Active Directory of an AWS account, which its operator has registered. */
export type DirectoryRow = Tables['directories'];

/** Throws NotFoundException unless the tenant has this directory. */
export async function getDirectory(tx: Tx, id: string): Promise<DirectoryRow> {
  return present(await tx.first(selectDirectory, { awsAccountId: tx.awsAccountId, id }), id);
}

const selectDirectory = statement<{ awsAccountId: string; id: string }, DirectoryRow>('selectDirectory', (sql, param) =>
  sql.selectFrom('directories').selectAll().where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);

/** Like `getDirectory`, and holds the directory until the transaction ends: who may use it and who does is decided in turn. */
export async function lockDirectory(tx: Tx, id: string): Promise<DirectoryRow> {
  return present(await tx.first(selectDirectoryLocked, { awsAccountId: tx.awsAccountId, id }), id);
}

const selectDirectoryLocked = statement<{ awsAccountId: string; id: string }, DirectoryRow>(
  'selectDirectoryLocked',
  (sql, param, { rowLocks }) => {
    const query = sql
      .selectFrom('directories')
      .selectAll()
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id'));
    return rowLocks ? query.forUpdate() : query;
  },
);

function present(directory: DirectoryRow | undefined, id: string): DirectoryRow {
  if (!directory)
    throw new NotFoundException(`Directory ${id} does not exist in this AWS account. The operator adds one with carillon directory add.`);
  return directory;
}

/** One page of the tenant's directories by id, after the directory `after`. */
export async function listDirectories(tx: Tx, after: string, size: number): Promise<Page<DirectoryRow>> {
  return toPage(await tx.all(selectDirectories, { awsAccountId: tx.awsAccountId, after, limit: size + 1 }), size, ({ id }) => id);
}

const selectDirectories = statement<{ awsAccountId: string; after: string; limit: number }, DirectoryRow>(
  'selectDirectories',
  (sql, param) =>
    sql
      .selectFrom('directories')
      .selectAll()
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '>', param('after'))
      .orderBy('id')
      .limit(param('limit')),
);

/** Every directory of the installation, or the one of this id: for its operator. */
export async function listInstalledDirectories(tx: Tx, id?: string): Promise<DirectoryRow[]> {
  const query = tx.sql.selectFrom('directories').selectAll().orderBy('aws_account_id').orderBy('id');
  return tx.query(id === undefined ? query : query.where('id', '=', id));
}

/** What a directory's password is sealed for. */
function passwordPurpose(id: string): string {
  return `directory-password:${id}`;
}

/** The password of the directory's bind DN. */
export function openPassword({ vault }: Pick<Tx, 'vault'>, directory: DirectoryRow): string {
  return vault.open(directory.password_sealed, passwordPurpose(directory.id));
}

/** @param password of the bind DN */
export async function insertDirectory(tx: Tx, directory: Omit<DirectoryRow, 'password_sealed'>, password: string): Promise<void> {
  await tx.run(insertDirectoryRow, { ...directory, password_sealed: tx.vault.seal(password, passwordPurpose(directory.id)) });
}

const insertDirectoryRow = statement<DirectoryRow>('insertDirectoryRow', (sql, param) =>
  sql.insertInto('directories').values({
    aws_account_id: param('aws_account_id'),
    id: param('id'),
    name: param('name'),
    url: param('url'),
    start_tls: param('start_tls'),
    base_dn: param('base_dn'),
    bind_dn: param('bind_dn'),
    password_sealed: param('password_sealed'),
    authority: param('authority'),
    created_at: param('created_at'),
  }),
);

/** Registers a directory anew under its id, and all that refers to it stays. @param password of the bind DN */
export async function replaceDirectory(tx: Tx, directory: DirectoryRow, password: string): Promise<void> {
  await tx.run(updateDirectory, { ...directory, password_sealed: tx.vault.seal(password, passwordPurpose(directory.id)) });
}

const updateDirectory = statement<DirectoryRow>('updateDirectory', (sql, param) =>
  sql
    .updateTable('directories')
    .set({
      name: param('name'),
      url: param('url'),
      start_tls: param('start_tls'),
      base_dn: param('base_dn'),
      bind_dn: param('bind_dn'),
      password_sealed: param('password_sealed'),
      authority: param('authority'),
    })
    .where('aws_account_id', '=', param('aws_account_id'))
    .where('id', '=', param('id')),
);

/** Deletes a directory that no account is connected to, and the authorizations to use it. */
export async function deleteDirectory(tx: Tx, { id }: DirectoryRow): Promise<void> {
  await tx.query(tx.sql.deleteFrom('directory_authorizations').where('directory_id', '=', id));
  await tx.query(tx.sql.deleteFrom('directories').where('id', '=', id));
}

/** From now on the account may use the directory. */
export async function authorizeDirectory(tx: Tx, directory: DirectoryRow, account: AccountRow, now: number): Promise<void> {
  await tx.run(insertAuthorization, { directoryId: directory.id, accountId: account.id, now });
}

const insertAuthorization = statement<{ directoryId: string; accountId: string; now: number }>('insertAuthorization', (sql, param) =>
  sql
    .insertInto('directory_authorizations')
    .values({ directory_id: param('directoryId'), account_id: param('accountId'), authorized_at: param('now') })
    .onConflict((conflict) => conflict.doNothing()),
);

export async function unauthorizeDirectory(tx: Tx, directory: DirectoryRow, account: AccountRow): Promise<void> {
  await tx.run(deleteAuthorization, { directoryId: directory.id, accountId: account.id });
}

const deleteAuthorization = statement<{ directoryId: string; accountId: string }>('deleteAuthorization', (sql, param) =>
  sql.deleteFrom('directory_authorizations').where('directory_id', '=', param('directoryId')).where('account_id', '=', param('accountId')),
);

/** The ids of the accounts that may use each of the directories, in order. */
export async function listAuthorizations(tx: Tx, directoryIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(directoryIds.map((id) => [id, []]));
  if (directoryIds.length === 0) return found;
  const rows = await tx.query(
    tx.sql.selectFrom('directory_authorizations').selectAll().where('directory_id', 'in', directoryIds).orderBy('account_id'),
  );
  for (const { directory_id, account_id } of rows) found.get(directory_id)?.push(account_id);
  return found;
}

/** Whether the account may use the directory. */
export async function isAuthorized(tx: Tx, directory: DirectoryRow, account: AccountRow): Promise<boolean> {
  return ((await listAuthorizations(tx, [directory.id])).get(directory.id) ?? []).includes(account.id);
}
