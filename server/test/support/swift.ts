import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { StoreAddress } from './buckets.ts';
import type { Peer } from './peers.ts';
import { freePort, untilConnected } from './ports.ts';

export const swift: Peer = {
  name: 'OpenStack Swift',
  command: '/usr/bin/python3',
  probe: ['-c', 'import swift.proxy.server, swift.obj.server'],
  debianPackage: 'swift-proxy swift-account swift-container swift-object',
};

/** OpenStack Swift with its S3 interface, on one disk. */
export interface Swift extends StoreAddress {
  /** Another user of it, with buckets of their own. */
  readonly other: StoreAddress;
  /** Ends the server of this kind at once. */
  kill(kind: Kind): Promise<void>;
  /** Runs it again, unless it does run. */
  restart(kind: Kind): Promise<void>;
  /** Lists what was stored while the container server was away, as Swift does every few minutes. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

type Kind = 'account' | 'container' | 'object' | 'proxy';
const kinds = ['account', 'container', 'object', 'proxy'] as const;

const host = '127.0.0.1';
const provisionScript = fileURLToPath(new URL('provision_swift.py', import.meta.url));

/** @param disk where it keeps objects; must take extended attributes. Absent = a folder of its own. */
export async function startSwift(disk?: string): Promise<Swift> {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-swift-'));
  const devices = disk ?? join(folder, 'devices');
  mkdirSync(join(devices, 'disk'), { recursive: true });
  const ports = {
    account: await freePort(host),
    container: await freePort(host),
    object: await freePort(host),
    proxy: await freePort(host),
  };
  execFileSync('/usr/bin/python3', [provisionScript, folder, String(ports.account), String(ports.container), String(ports.object)]);
  writeFileSync(
    join(folder, 'swift.conf'),
    '[swift-hash]\nswift_hash_path_suffix = a\nswift_hash_path_prefix = b\n[storage-policy:0]\nname = one\ndefault = yes\n',
  );
  for (const kind of kinds) writeFileSync(join(folder, `${kind}.conf`), configuration(kind, ports[kind], folder, devices));
  const children = new Map<Kind, ChildProcess>();
  const env = { PATH: '/usr/bin:/bin', SWIFT_DIR: folder, LC_ALL: 'C.UTF-8' };
  const isAlive = (child: ChildProcess | undefined): child is ChildProcess =>
    child !== undefined && child.exitCode === null && child.signalCode === null;
  const restart = async (kind: Kind): Promise<void> => {
    if (isAlive(children.get(kind))) return;
    const log = openSync(join(folder, `${kind}.log`), 'a');
    children.set(kind, spawn(`/usr/bin/swift-${kind}-server`, [join(folder, `${kind}.conf`)], { env, stdio: ['ignore', log, log] }));
    closeSync(log);
    await untilConnected(host, ports[kind]).catch((cause: unknown) => {
      throw new Error(`Swift's ${kind} server does not start: ${readFileSync(join(folder, `${kind}.log`), 'utf8')}`, { cause });
    });
  };
  const kill = async (kind: Kind): Promise<void> => {
    const child = children.get(kind);
    if (!isAlive(child)) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const stop = async (): Promise<void> => {
    await Promise.all(kinds.map(kill));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(kinds.map(restart));
  } catch (error) {
    await stop();
    throw error;
  }
  const endpoint = `http://${host}:${ports.proxy}`;
  return {
    endpoint,
    accessKeyId: 'acme:carillon',
    secretAccessKey: 'secret-of-carillon',
    other: { endpoint, accessKeyId: 'globex:other', secretAccessKey: 'secret-of-other' },
    kill,
    restart,
    settle: async () => void (await promisify(execFile)('/usr/bin/swift-object-updater', [join(folder, 'object.conf'), 'once'], { env })),
    stop,
  };
}

function configuration(kind: Kind, port: number, folder: string, devices: string): string {
  const common = `[DEFAULT]\nuser = ${userInfo().username}\nbind_ip = ${host}\nbind_port = ${port}\nworkers = 0\nmount_check = false\ndevices = ${devices}\nswift_dir = ${folder}\nfallocate_reserve = 0\n`;
  if (kind !== 'proxy') {
    return `${common}[pipeline:main]\npipeline = ${kind}-server\n[app:${kind}-server]\nuse = egg:swift#${kind}\n[object-updater]\nrecon_cache_path = ${folder}\n`;
  }
  const filters = [
    'catch_errors',
    'gatekeeper',
    'healthcheck',
    'cache',
    'listing_formats',
    's3api',
    'tempauth',
    'copy',
    'dlo',
    'slo',
    'symlink',
    'versioned_writes',
  ];
  const settings = new Map([
    // It wants a cache, and does without one that does not answer.
    ['cache', `memcache_servers = ${host}:1`],
    ['tempauth', 'user_acme_carillon = secret-of-carillon .admin\nuser_globex_other = secret-of-other .admin'],
    ['versioned_writes', 'allow_object_versioning = true'],
  ]);
  return [
    common,
    `[pipeline:main]\npipeline = ${filters.join(' ')} proxy-server`,
    // By itself it asks no server for a minute that was away, or had no room.
    '[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\nerror_suppression_interval = 0',
    ...filters.map(
      (filter) => `[filter:${filter}]\nuse = egg:swift#${filter === 'cache' ? 'memcache' : filter}\n${settings.get(filter) ?? ''}`,
    ),
    '',
  ].join('\n');
}
