import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from './peers.ts';
import { freePort } from './ports.ts';
import { startRelay } from './relay.ts';

export const bind: Peer = { name: 'BIND', command: '/usr/sbin/named', probe: ['-v'], debianPackage: 'bind9' };

/** Name servers of this machine's loopback network: one resolver, and authoritative servers at addresses of their own. */
export interface Internet {
  /** Of every authoritative server. */
  readonly port: number;
  /** `address:port` of the resolver. */
  readonly resolver: string;
  /** The authoritative servers, `ns1` at 127.0.53.1 and so on. */
  readonly servers: readonly AuthoritativeServer[];
  stop(): Promise<void>;
}

export interface AuthoritativeServer {
  readonly address: string;
  /** Serves these records of a zone from now on, and no others; its NS records are as `startInternet` was told. */
  serve(zone: string, records?: readonly string[]): Promise<void>;
  /** Has the zone, but in a file that makes no sense: SERVFAIL. */
  spoil(zone: string): Promise<void>;
  /** Has the zone no more: REFUSED. */
  forget(zone: string): Promise<void>;
  /** Receives packets and answers nothing, until `resume`. */
  freeze(): void;
  resume(): void;
}

const startTimeoutMs = 30_000;
const networkPrefix = '127.0.53';
/** named only listens at addresses that an interface has. */
const ownAddress = '127.0.0.1';

/**
 * Starts a resolver and authoritative servers.
 * @param zones which zones exist, and the numbers, from 1, of the servers that each is delegated to
 */
export async function startInternet(zones: Readonly<Record<string, readonly number[]>>): Promise<Internet> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-bind-'));
  const port = await freePort(addressOf(1));
  const resolverPort = await freePort(ownAddress);
  const numbers = [...new Set(Object.values(zones).flat())].toSorted((a, b) => a - b);
  const servers = await Promise.all(numbers.map((number) => startAuthoritative(folder, port, number, zones)));
  const resolver = await startResolver(folder, resolverPort, port, zones);
  return {
    port,
    resolver: `${ownAddress}:${resolverPort}`,
    servers: servers.map(({ server }) => server),
    async stop() {
      await Promise.all([resolver, ...servers.map(({ child }) => child)].map(end));
      await Promise.all(servers.map(({ relay }) => relay.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startAuthoritative(folder: string, port: number, number: number, zones: Readonly<Record<string, readonly number[]>>) {
  const address = addressOf(number);
  const ownPort = await freePort(ownAddress);
  const name = `ns${number}`;
  const served = new Set<string>();
  let version = 0;
  const zoneFile = (zone: string): string => `${name}.${zone}.zone`;
  const configure = (): void => {
    const statements = [...served].map((zone) => `zone "${zone}" { type primary; file "${zoneFile(zone)}"; };`);
    writeConfiguration(folder, name, ownPort, ['recursion no;'], [...statements, versionZone(folder, name, version)]);
  };
  configure();
  const child = run(folder, name);
  const update = async (): Promise<void> => {
    version += 1;
    configure();
    child.kill('SIGHUP');
    await untilVersion(ownPort, version);
  };
  await untilVersion(ownPort, version);
  const relay = await startRelay(address, port, ownPort);
  const server: AuthoritativeServer = {
    address,
    async serve(zone, records = []) {
      const hosts = zones[zone] ?? [];
      const lines = [
        '$TTL 0',
        `@ IN SOA ns${hosts[0]} hostmaster ${version + 1} 3600 600 86400 0`,
        ...hosts.flatMap((host) => [`@ IN NS ns${host}`, `ns${host} IN A ${addressOf(host)}`]),
        ...records,
      ];
      writeFileSync(join(folder, zoneFile(zone)), `${lines.join('\n')}\n`);
      served.add(zone);
      await update();
    },
    async spoil(zone) {
      // BIND keeps what it has of a zone whose new file is wrong: it must have nothing.
      served.delete(zone);
      await update();
      writeFileSync(join(folder, zoneFile(zone)), 'this is no zone\n');
      served.add(zone);
      await update();
    },
    async forget(zone) {
      served.delete(zone);
      await update();
    },
    freeze: relay.freeze,
    resume: relay.resume,
  };
  return { server, child, relay };
}

/** A resolver that knows of these zones and of nothing else in the world. */
async function startResolver(
  folder: string,
  ownPort: number,
  port: number,
  zones: Readonly<Record<string, readonly number[]>>,
): Promise<ChildProcess> {
  const root = [
    '$TTL 0',
    '. IN SOA root. root. 1 3600 600 86400 0',
    '. IN NS root.',
    `root. IN A ${ownAddress}`,
    ...Object.entries(zones).flatMap(([zone, hosts]) =>
      hosts.flatMap((host) => [`${zone}. IN NS ns${host}.${zone}.`, `ns${host}.${zone}. IN A ${addressOf(host)}`]),
    ),
  ];
  writeFileSync(join(folder, 'root.zone'), `${root.join('\n')}\n`);
  const forwarders = Object.entries(zones).map(
    ([zone, hosts]) =>
      `zone "${zone}" { type forward; forward only; forwarders port ${port} { ${hosts.map((host) => `${addressOf(host)};`).join(' ')} }; };`,
  );
  writeConfiguration(
    folder,
    'resolver',
    ownPort,
    [
      'recursion yes;',
      'allow-recursion { any; };',
      'max-cache-ttl 0;',
      'max-ncache-ttl 0;',
      'servfail-ttl 0;',
      'dnssec-validation no;',
      'empty-zones-enable no;',
    ],
    ['zone "." { type primary; file "root.zone"; };', ...forwarders, versionZone(folder, 'resolver', 0)],
  );
  const child = run(folder, 'resolver');
  await untilVersion(ownPort, 0);
  return child;
}

/** A zone that says which configuration a server has read. */
function versionZone(folder: string, name: string, version: number): string {
  const lines = ['$TTL 0', `@ IN SOA root. root. ${version + 1} 3600 600 86400 0`, '@ IN NS root.', `@ IN TXT "${version}"`];
  writeFileSync(join(folder, `${name}.version.zone`), `${lines.join('\n')}\n`);
  return `zone "version.test" { type primary; file "${name}.version.zone"; };`;
}

function writeConfiguration(folder: string, name: string, port: number, options: readonly string[], zones: readonly string[]): void {
  const lines = [
    'options {',
    `directory "${folder}";`,
    `listen-on port ${port} { ${ownAddress}; };`,
    'listen-on-v6 { none; };',
    `pid-file "${name}.pid";`,
    `session-keyfile "${name}.key";`,
    'managed-keys-directory ".";',
    'notify no;',
    'allow-query { any; };',
    ...options,
    '};',
    'controls {};',
    ...zones,
  ];
  writeFileSync(join(folder, `${name}.conf`), `${lines.join('\n')}\n`);
}

function run(folder: string, name: string): ChildProcess {
  return spawn(bind.command, ['-g', '-n', '1', '-c', join(folder, `${name}.conf`)], { cwd: folder, stdio: 'ignore' });
}

/** Waits until the server serves what it was last given. */
async function untilVersion(port: number, version: number): Promise<void> {
  const until = Date.now() + startTimeoutMs;
  for (;;) {
    const resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([`${ownAddress}:${port}`]);
    const records = await resolver.resolveTxt('version.test').catch(() => []);
    if (records.flat().join('') === String(version)) return;
    if (Date.now() > until) throw new Error(`The name server at port ${port} does not serve version ${version}.`);
    await delay(20);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function addressOf(number: number): string {
  return `${networkPrefix}.${number}`;
}
