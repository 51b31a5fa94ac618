// Requests per second on one core against a bare Fastify route on the same core, in turns, so that noise hits both.
import { startServer } from '../test/support/server.ts';
import { findPostgres, startPostgres } from '../test/support/postgres.ts';
import { median, print, whole, type Row } from './report.ts';
import { busy, createSite, load, seed, signedBytes, startPeer, userId } from './site.ts';
import type { Load } from './load.ts';

const accountId = '01a00001-0000-7000-8000-000000000001';
const rounds = 5;
const seconds = 1.2;
const warmUpSeconds = 2;
/** What a client can bear as the slowest of a hundred answers. */
const p99MaxMs = 10;
const shareOfCapacity = 0.7;

interface Targets {
  readonly getAccount: number;
  readonly listUsers: number;
  /** Durable writes per second; absent = none is set. */
  readonly updateUser?: number;
}

const rows: Row[] = await measureEngine('SQLite', undefined, { getAccount: 0.45, listUsers: 0.25, updateUser: 1_500 });
const binaries = findPostgres();
if (binaries !== undefined) {
  const postgres = await startPostgres(binaries, { fast: false });
  rows.push(...(await measureEngine('PostgreSQL', postgres.url, { getAccount: 0.3, listUsers: 0.2 })));
  await postgres.stop();
}
print(rows);

async function measureEngine(engine: string, postgresUrl: string | undefined, targets: Targets): Promise<Row[]> {
  const site = await createSite(postgresUrl);
  await seed(site, accountId, 1_000);
  const server = await startServer(site.home, busy);
  const port = Number(new URL(server.url).port);
  const get = (target: string): string => signedBytes(server.url, site.key, 'GET', target);
  const update = (number: number): string =>
    signedBytes(server.url, site.key, 'POST', `/accounts/${accountId}/users/${userId(accountId, number)}`, '{"LicenseType":"Basic"}');
  const requests = {
    getAccount: [get(`/accounts/${accountId}`)],
    listUsers: [get(`/accounts/${accountId}/users?max-results=100`)],
    updateUser: Array.from({ length: 64 }, (_, index) => update(index + 1)),
  };
  const peers = {
    getAccount: await startPeer(await bodyOf(server.url, requests.getAccount[0] ?? '')),
    listUsers: await startPeer(await bodyOf(server.url, requests.listUsers[0] ?? '')),
  };
  const plans = {
    'bare GetAccount': { port: peers.getAccount.port, requests: requests.getAccount, connections: 32 },
    GetAccount: { port, requests: requests.getAccount, connections: 32 },
    'bare ListUsers': { port: peers.listUsers.port, requests: requests.listUsers, connections: 32 },
    ListUsers: { port, requests: requests.listUsers, connections: 32 },
    UpdateUser: { port, requests: requests.updateUser, connections: 64 },
  } as const;
  const rates = new Map(Object.keys(plans).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, plan] of Object.entries(plans)) {
      const { perSecond } = await load({ ...plan, seconds: round === 0 ? warmUpSeconds : seconds });
      if (round > 0) rates.get(name)?.push(perSecond);
    }
  }
  const rate = (name: keyof typeof plans): number => median(rates.get(name) ?? []);
  const latencies = {
    GetAccount: await load({ ...plans.GetAccount, seconds: 3, perSecond: rate('GetAccount') * shareOfCapacity }),
    UpdateUser: await load({ ...plans.UpdateUser, seconds: 3, perSecond: rate('UpdateUser') * shareOfCapacity }),
  };
  await server.stop();
  for (const peer of Object.values(peers)) peer.stop();
  site.home.remove();
  return [
    against(`GetAccount, ${engine}`, rate('GetAccount'), rate('bare GetAccount'), targets.getAccount),
    against(`ListUsers of 100, ${engine}`, rate('ListUsers'), rate('bare ListUsers'), targets.listUsers),
    writes(`UpdateUser with its audit row, ${engine}`, rate('UpdateUser'), targets.updateUser),
    ...Object.entries(latencies).map(([name, latency]) => slowest(`${name}, ${engine}`, latency)),
  ];
}

async function bodyOf(url: string, request: string): Promise<string> {
  const [head = ''] = request.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(': ', 2)).filter(([name]) => name !== 'host');
  const response = await fetch(`${url}${first.split(' ')[1]}`, { headers: Object.fromEntries(headers) });
  return response.text();
}

function against(what: string, rate: number, bare: number, target: number): Row {
  return {
    what,
    target: `≥ ${target * 100} % of bare Fastify`,
    measured: `${whole(rate)}/s of ${whole(bare)}/s: ${((rate / bare) * 100).toFixed(1)} %`,
    pass: rate / bare >= target,
  };
}

function writes(what: string, rate: number, target: number | undefined): Row {
  return {
    what,
    target: target === undefined ? '–' : `≥ ${whole(target)}/s, durable`,
    measured: `${whole(rate)}/s`,
    pass: rate >= (target ?? 0),
  };
}

function slowest(what: string, { perSecond, p50, p99 }: Load): Row {
  return {
    what: `${what}: slowest of a hundred at ${shareOfCapacity * 100} % of capacity`,
    target: `< ${p99MaxMs} ms`,
    measured: `${p99.toFixed(1)} ms (median ${p50.toFixed(1)} ms, ${whole(perSecond)}/s)`,
    pass: p99 < p99MaxMs,
  };
}
