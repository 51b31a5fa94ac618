import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { directoryAdd } from '../../src/cli/directory-add.ts';
import { createDirectoryOutgoing } from '../../src/directory/outgoing.ts';
import { newRun, type SyncSurroundings } from '../../src/directory/sync.ts';
import { createSyncDirectories } from '../../src/jobs/sync-directories.ts';
import { connectDirectory } from '../../src/store/directory-connections.ts';
import { insertRun, listRuns, type DirectoryRunRow } from '../../src/store/directory-runs.ts';
import { authorizeDirectory, getDirectory } from '../../src/store/directories.ts';
import { lockAccount } from '../../src/store/accounts.ts';
import { openConnections } from '../../src/compose.ts';
import { putClaim } from './claims.ts';
import { runCommand } from './command.ts';
import { changeAccount, createTeam, present } from './members.ts';
import { domainDn, passwords, readerDn, type SambaPeer } from './samba.ts';
import { acme, type World } from './world.ts';

/** Lets out to the loopback addresses that the tests' peers listen on. */
export const directoryConnections = openConnections({ dnsServers: ['127.0.0.1:1'], dnsPort: 1, outgoingAllow: ['127.0.0.0/8'] });

/** How an operator registers a directory; what is left out is as the tests' domain controller has it. */
export interface Registration {
  readonly url: string;
  readonly baseDn?: string;
  readonly bindDn?: string;
  readonly password?: string;
  readonly ca?: string | undefined;
  readonly tenant?: string;
  /** The id of the directory that is registered anew. */
  readonly replace?: string;
}

/** Registers a directory as an operator does, and answers its id. */
export async function addDirectory(world: World, registration: Registration): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-directory-'));
  try {
    const lines = await runCommand(world, directoryAdd, registrationFlags(folder, registration));
    return present(/\bd-[0-9a-f]{10}\b/.exec(lines.join('\n'))?.[0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The arguments of `carillon directory add`. @param folder where the files go that they name */
export function registrationFlags(folder: string, { url, ca, ...more }: Registration): string[] {
  const { baseDn = domainDn, bindDn = readerDn, password = passwords.reader, tenant = acme, replace } = more;
  writeFileSync(join(folder, 'password'), `${password}\n`);
  if (ca !== undefined) writeFileSync(join(folder, 'ca.pem'), ca);
  return [
    'corp.acme.example',
    ...['--url', url, '--base-dn', baseDn, '--bind-dn', bindDn, '--password-file', join(folder, 'password')],
    ...(ca === undefined ? [] : ['--ca-file', join(folder, 'ca.pem')]),
    ...(replace === undefined ? ['--tenant', tenant] : ['--replace', replace]),
  ];
}

/** Registers the domain controller's directory. */
export async function addSamba(world: World, samba: SambaPeer, more: Partial<Registration> = {}): Promise<string> {
  return addDirectory(world, { url: samba.url, ca: samba.authority.certificate, ...more });
}

/** An EnterpriseLWA account that has proved acme.example. */
export async function createEnterprise(world: World, name: string, domain = 'acme.example'): Promise<string> {
  const accountId = await createTeam(world.ana, name);
  await putClaim(world, accountId, domain);
  await changeAccount(world, accountId, { type: 'EnterpriseLWA' });
  return accountId;
}

/** Connects an account as ConnectDirectory does once it has seen the directory, and queues the first run. */
export async function connectTo(world: World, accountId: string, directoryId: string): Promise<void> {
  await world.database.write(acme, async (tx) => {
    const account = await lockAccount(tx, accountId);
    const directory = await getDirectory(tx, directoryId);
    await authorizeDirectory(tx, directory, account, world.clock.now());
    const connection = await connectDirectory(tx, directory, account, world.clock.now());
    await insertRun(tx, newRun(connection, randomUUIDv7(), world.clock.now()));
  });
}

/** What a process needs that synchronises. @param owner tells processes apart */
export function syncSurroundings(world: World, owner = 'one'): SyncSurroundings {
  const outgoing = createDirectoryOutgoing({ allow: ['127.0.0.0/8'] });
  return { database: world.database, outgoing, owner, now: world.clock.now, newId: () => randomUUIDv7(), random: randomBytes };
}

/** Lets five minutes pass, carries out the run that is due then, and answers it. */
export async function nextSync(world: World, accountId: string): Promise<DirectoryRunRow> {
  world.clock.advance(5 * 60_000);
  return sync(world, accountId);
}

/** Carries out the runs that are due, as the job does, and answers the account's newest. */
export async function sync(world: World, accountId: string): Promise<DirectoryRunRow> {
  await createSyncDirectories(syncSurroundings(world)).run({ database: world.database, now: world.clock.now() });
  return newestRun(world, accountId);
}

export async function newestRun({ database }: World, accountId: string): Promise<DirectoryRunRow> {
  const [run] = await database.read('', (tx) => listRuns(tx, accountId, 1));
  return present(run);
}
