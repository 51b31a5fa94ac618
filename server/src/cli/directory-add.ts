import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { parseDirectoryUrl } from '../directory/target.ts';
import { toDomainName } from '../domains/name.ts';
import { BadRequestException, OperatorError, messageOf } from '../errors.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import { asTenant, type Database } from '../store/database.ts';
import { insertDirectory, replaceDirectory, type DirectoryRow } from '../store/directories.ts';
import type { Command } from './command.ts';
import { findInstalledDirectory } from './directory-of.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'directory add NAME --url ldaps://HOST --base-dn DN --bind-dn DN --password-file FILE [--ca-file FILE] [--tenant ID] [--replace ID]   Register an Active Directory; ldap:// is encrypted with StartTLS.';

/** A password or a few certificates; whatever is larger is another file. */
const fileMax = 64 * 1024;

/** Registers a directory for an AWS account. Nothing is connected to: that happens, and fails, with ConnectDirectory. */
export const directoryAdd: Command = {
  name: 'directory add',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(
      args,
      ['url', 'base-dn', 'bind-dn', 'password-file', 'ca-file', 'tenant', 'replace'],
      usage,
      1,
    );
    const password = readSmallFile(required(own, 'password-file')).replace(/\r?\n$/, '');
    if (password === '')
      throw new OperatorError('The file of the password is empty. Directories take an empty password for a visit by nobody in particular.');
    const description = readDescription(positional[0] ?? '', own);
    await withDatabase(shell, settings, async (database) => {
      const replaced = own.get('replace');
      if (replaced !== undefined) {
        const directory = await findInstalledDirectory(database, replaced);
        await database.write('', (tx) => replaceDirectory(tx, { ...directory, ...description }, password));
        shell.print(`Directory ${directory.id} (${description.name}) is registered anew; the next synchronisation uses it.`);
        return;
      }
      const awsAccountId = await tenantOf(database, own.get('tenant'));
      const id = `d-${Buffer.from(shell.machine.random(5)).toString('hex')}`;
      const row = { ...description, aws_account_id: awsAccountId, id, created_at: shell.machine.now() };
      await database.write('', (tx) => insertDirectory(asTenant(tx, awsAccountId), row, password));
      shell.print(`Directory ${id} (${description.name}) of AWS account ${awsAccountId}. Next:`);
      shell.print(`aws chime authorize-directory --directory-id ${id} --account-id …`);
      shell.print(`aws chime connect-directory --directory-id ${id} --account-id …`);
    });
  },
};

type Description = Pick<DirectoryRow, 'name' | 'url' | 'start_tls' | 'base_dn' | 'bind_dn' | 'authority'>;

function readDescription(name: string, own: ReadonlyMap<string, string>): Description {
  const url = required(own, 'url');
  const startTls = url.toLowerCase().startsWith('ldap:');
  if (!parseDirectoryUrl(url, startTls)) {
    throw new OperatorError(
      `${url} is no address of a domain controller. Give ldaps://HOST, or ldap://HOST for StartTLS; a port may follow the host.`,
    );
  }
  const baseDn = required(own, 'base-dn');
  if (!/^([^=,]+=[^,]+)(,[^=,]+=[^,]+)*$/.test(baseDn)) {
    throw new OperatorError(`${baseDn} is no distinguished name. Give one such as DC=corp,DC=example,DC=com.`);
  }
  const authority = own.get('ca-file');
  return {
    name: readName(name),
    url,
    start_tls: startTls ? 1 : 0,
    base_dn: baseDn,
    bind_dn: required(own, 'bind-dn'),
    authority: authority === undefined ? null : readAuthority(authority),
  };
}

function required(own: ReadonlyMap<string, string>, flag: string): string {
  const value = own.get(flag);
  if (value === undefined || value.trim() === '') throw new OperatorError(`--${flag} is missing. Usage: carillon ${usage}`);
  return value;
}

function readName(name: string): string {
  try {
    return toDomainName(name);
  } catch (error) {
    if (!(error instanceof BadRequestException)) throw error;
    throw new OperatorError(`${name} is no DNS name of a domain. Give one such as corp.example.com.`, { cause: error });
  }
}

function readAuthority(file: string): string {
  const pem = readSmallFile(file);
  try {
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it holds no PEM certificate');
    // Reads the first one, or says what is wrong with it.
    void new X509Certificate(pem);
    return pem;
  } catch (cause) {
    const why = messageOf(cause);
    throw new OperatorError(`${file} is no certificate of an authority: ${why}. Export it from the domain as Base-64 (PEM).`, { cause });
  }
}

function readSmallFile(file: string): string {
  try {
    if (statSync(file).size > fileMax) throw new Error(`it is larger than ${fileMax} bytes`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = messageOf(cause);
    throw new OperatorError(`${file} cannot be read: ${why}.`, { cause });
  }
}

/** The AWS account that is meant; none has to be named where there is only one. */
async function tenantOf(database: Database, named: string | undefined): Promise<string> {
  const tenants = await database.read('', listAwsAccounts);
  const [only] = tenants;
  if (named === undefined && only && tenants.length === 1) return only.id;
  if (named !== undefined && tenants.some(({ id }) => id === named)) return named;
  throw new OperatorError(
    named === undefined
      ? 'This installation has several AWS accounts. Say whose directory it is with --tenant; carillon tenant list names them.'
      : `There is no AWS account ${named}. carillon tenant list names those there are.`,
  );
}
