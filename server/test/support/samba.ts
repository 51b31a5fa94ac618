import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createAuthority, type Authority } from './authority.ts';
import { isInstalled, type Peer } from './peers.ts';

/** The domain controller of the tests: a domain of its own on a loopback address of its own, over LDAPS and StartTLS. */
export interface SambaPeer {
  readonly host: string;
  /** `ldaps://…` */
  readonly url: string;
  /** Signs its certificate. */
  readonly authority: Authority;
  stop(): Promise<void>;
}

const realm = 'corp.acme.example';
export const domainDn = 'DC=corp,DC=acme,DC=example';
/** Made for the tests: none of these opens anything else. */
export const passwords = { Administrator: 'Passw0rd!admin', reader: 'Passw0rd!reader', user0001: 'Passw0rd!one', user0002: 'Passw0rd!two' };
/** Whom Carillon binds as: somebody without any right but to read. */
export const readerDn = `CN=Reader,CN=Users,${domainDn}`;

const provisionScript = fileURLToPath(new URL('provision_samba.py', import.meta.url));
const startTimeoutMs = 30_000;

const samba: Peer = {
  name: 'Samba’s Active Directory',
  command: '/usr/bin/python3',
  probe: ['-c', 'import os, samba.provision, samba.samdb; os.stat("/usr/sbin/samba"); os.stat("/usr/share/samba/setup")'],
  debianPackage: 'samba samba-ad-provision samba-dsdb-modules winbind ldb-tools python3-samba ldap-utils',
};

/** Whether a domain controller can be started here: it needs Samba, and the rights to the LDAP port. */
export function canStartSamba(): boolean {
  if (!isInstalled(samba)) return false;
  if (process.getuid?.() === 0) return true;
  if (process.env['CI'] !== undefined) throw new Error('Samba’s LDAP port needs root. CI must not skip its tests.');
  console.log('Skipped: Samba’s LDAP port needs root.');
  return false;
}

/** @param ldif entries of the domain besides its own; domains are cached by it @param launcher a program that starts it, with its arguments */
export async function startSamba(ldif: string, launcher: readonly string[] = []): Promise<SambaPeer> {
  // The ports are fixed, and several domain controllers run at once: each has a loopback address of its own.
  const host = `127.77.${randomInt(1, 255)}.${randomInt(1, 255)}`;
  const folder = mkdtempSync(join(tmpdir(), 'carillon-samba-'));
  cpSync(provisioned(ldif), folder, { recursive: true });
  writeConfiguration(folder, host);
  const authority = createAuthority('Corp authority');
  const { cert, key } = authority.issue([`DNS:dc1.${realm}`, `IP:${host}`, 'IP:127.0.0.1']);
  const tls = join(folder, 'private', 'tls');
  mkdirSync(tls, { recursive: true });
  writeFileSync(join(tls, 'ca.pem'), authority.certificate);
  writeFileSync(join(tls, 'cert.pem'), cert);
  writeFileSync(join(tls, 'key.pem'), key, { mode: 0o600 });
  const line = [...launcher, '/usr/sbin/samba', '-F', '--no-process-group', '-M', 'single', '-s', join(folder, 'smb.conf')];
  const [command = '', ...args] = line;
  const server = spawn(command, args, { stdio: 'ignore' });
  await untilListening(host, server);
  return {
    host,
    url: `ldaps://${host}`,
    authority,
    async stop() {
      const exited = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of the domain as it was made: once per machine, for making it takes much longer than copying it. */
function provisioned(ldif: string): string {
  const made = createHash('sha256').update(readFileSync(provisionScript)).update(ldif).update(JSON.stringify(passwords)).digest('hex');
  const cache = join(tmpdir(), `carillon-samba-domain-${made.slice(0, 16)}`);
  if (existsSync(cache)) return cache;
  const folder = `${cache}.${randomBytes(4).toString('hex')}`;
  mkdirSync(folder, { mode: 0o700 });
  for (const part of ['private', 'state', 'cache', 'lock', 'log']) mkdirSync(join(folder, part));
  writeConfiguration(folder, '127.0.0.1');
  execFileSync('/usr/bin/python3', [provisionScript, folder, realm, JSON.stringify(passwords)], {
    input: `${reader}\n${ldif}`,
    stdio: ['pipe', 'ignore', 'pipe'],
    maxBuffer: 2 ** 26,
  });
  if (existsSync(cache)) rmSync(folder, { recursive: true });
  else renameSync(folder, cache);
  return cache;
}

const reader = `dn: ${readerDn}
objectClass: user
sAMAccountName: reader
userPrincipalName: reader@${realm}
userAccountControl: 66048
`;

function writeConfiguration(folder: string, host: string): void {
  writeFileSync(
    join(folder, 'smb.conf'),
    `[global]
realm = ${realm.toUpperCase()}
workgroup = CORP
netbios name = DC1
server role = active directory domain controller
server services = ldap
interfaces = ${host}/8
bind interfaces only = yes
private dir = ${folder}/private
state directory = ${folder}/state
cache directory = ${folder}/cache
lock directory = ${folder}/lock
pid directory = ${folder}/lock
ncalrpc dir = ${folder}/lock/ncalrpc
log file = ${folder}/log/log
[sysvol]
path = ${folder}/state/sysvol
read only = no
[netlogon]
path = ${folder}/state/sysvol/${realm}/scripts
read only = no
`,
  );
}

async function untilListening(host: string, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + startTimeoutMs; ; await delay(50)) {
    if (server.exitCode !== null) throw new Error(`Samba ended with ${server.exitCode}.`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ host, port: 636 });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    if (Date.now() > until) throw new Error(`Samba did not listen on ${host} in time.`);
  }
}
