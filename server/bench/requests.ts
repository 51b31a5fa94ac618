// Signed, authorised, audited requests on one processor against a bare Fastify route on the same one that returns the
// same bytes, in turns. Compared is what a request costs of the processor's time: what else the machine does meanwhile,
// and a PostgreSQL that needs more than its one processor, then change nothing.
import { findPostgres, startPostgres } from '../test/support/postgres.ts';
import { startServer } from '../test/support/server.ts';
import type { Plan } from './load.ts';
import { median, print, whole, type Row } from './report.ts';
import { busy, createSite, load, seed, signedBytes, startPeer, userId, type Measured } from './site.ts';

const accountId = '01a00001-0000-7000-8000-000000000001';
const rounds = 7;
const seconds = 1;
const warmUpSeconds = 1;
const pacedSeconds = 3;
/** What a client can bear as the slowest of a hundred answers; where bare Fastify that stores as much needs more than that itself, what it needs, and half as much again. */
const p99MaxMs = 10;
const p99RatioMax = 1.5;
const shareOfCapacity = 0.7;
const ofCapacity = `${shareOfCapacity * 100} % of capacity`;
const ofWanted = `${shareOfCapacity * 100} % of the writes that are wanted`;
const storesAsMuch = 'Bare Fastify that stores as much';
/** The largest page there is, and how many of them are walked from each of the first places. */
const pageSizeMax = 200;
const hops = 4;

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
  try {
    rows.push(...(await measureEngine('PostgreSQL', postgres.url, { getAccount: 0.3, listUsers: 0.2 })));
  } finally {
    await postgres.stop();
  }
}
print(rows);

async function measureEngine(engine: string, postgresUrl: string | undefined, targets: Targets): Promise<Row[]> {
  const site = await createSite(postgresUrl);
  await seed(site, accountId, 1_000);
  const server = await startServer(site.home, busy);
  const peers: Awaited<ReturnType<typeof startPeer>>[] = [];
  try {
    const getAccount = signedBytes(server.url, site.key, 'GET', `/accounts/${accountId}`);
    const peerOf = async (request: string, stores?: boolean) => {
      const peer = await startPeer(site, await bodyOf(server.url, request), stores);
      peers.push(peer);
      return peer;
    };
    const scene = {
      engine,
      url: server.url,
      key: site.key,
      carillon: { pid: server.pid, port: Number(new URL(server.url).port) },
      storing: await peerOf(getAccount, true),
      // PostgreSQL needs the processor that would otherwise be kept awake.
      common: { seconds, awake: postgresUrl === undefined },
    };
    // Writes after all reads: a job makes their events findable for seconds afterwards, which is no cost of reading.
    return [...(await measureReads(scene, getAccount, peerOf, targets)), ...(await measureWrites(scene, targets))];
  } finally {
    for (const peer of peers) peer.stop();
    await server.stop();
    site.home.remove();
  }
}

/** What is measured, and the bare Fastify beside it that stores as much. */
interface Scene {
  readonly engine: string;
  readonly url: string;
  readonly key: Parameters<typeof signedBytes>[1];
  readonly carillon: { readonly pid: number; readonly port: number };
  readonly storing: { readonly pid: number; readonly port: number };
  readonly common: { readonly seconds: number; readonly awake: boolean };
}

async function measureReads(
  { engine, url, key, carillon, storing, common }: Scene,
  getAccount: string,
  peerOf: (request: string) => Promise<Scene['storing']>,
  targets: Targets,
): Promise<Row[]> {
  const listUsers = signedBytes(url, key, 'GET', `/accounts/${accountId}/users?max-results=100`);
  const read = { ...common, connections: 32 };
  const plans = {
    bareGetAccount: { ...read, ...(await peerOf(getAccount)), requests: [getAccount] },
    getAccount: { ...read, ...carillon, requests: [getAccount] },
    bareListUsers: { ...read, ...(await peerOf(listUsers)), requests: [listUsers] },
    listUsers: { ...read, ...carillon, requests: [listUsers] },
  };
  const newPages = { ...read, ...carillon, requests: await pages(url, key), varied: true } as const;
  const rates = await measureRates(plans);
  const paced = await measurePaced({
    bare: { plan: plans.bareGetAccount },
    storing: { plan: { ...plans.bareGetAccount, ...storing } },
    getAccount: { plan: plans.getAccount },
  });
  // By themselves: pages that are all made anew fill the memory of answers, which is collected when others are measured.
  const pageRates = await measureRates({ newPages });
  return [
    against(`GetAccount, ${engine}`, rates('getAccount', 'perCpuSecond'), rates('bareGetAccount', 'perCpuSecond'), targets.getAccount),
    against(`ListUsers of 100, ${engine}`, rates('listUsers', 'perCpuSecond'), rates('bareListUsers', 'perCpuSecond'), targets.listUsers),
    untargeted(
      `ListUsers of 100, pages not asked for before, ${engine}`,
      pageRates('newPages', 'perCpuSecond'),
      rates('bareListUsers', 'perCpuSecond'),
    ),
    // What the generator, this machine and its disk do to it: nothing here can be better.
    floor(`Bare Fastify, beside ${engine}`, paced('bare')),
    floor(`${storesAsMuch}, ${engine}, read`, paced('storing')),
    slowest(`GetAccount, ${engine}`, paced('getAccount'), paced('storing')),
  ];
}

async function measureWrites({ engine, url, key, carillon, storing, common }: Scene, targets: Targets): Promise<Row[]> {
  // Signed no earlier, for a signature is good for five minutes.
  const requests = Array.from({ length: 64 }, (_, index) =>
    signedBytes(url, key, 'POST', `/accounts/${accountId}/users/${userId(accountId, index + 1)}`, '{"LicenseType":"Basic"}'),
  );
  const bare = { ...common, ...storing, requests, connections: 64 };
  const updateUser = { ...common, ...carillon, requests, connections: 64 };
  const rates = await measureRates({ updateUser });
  const paced = await measurePaced({
    bare: { plan: bare },
    updateUser: { plan: updateUser },
    bareAsOften: { plan: bare, perSecond: 'as before' },
  });
  const perSecond = targets.updateUser && targets.updateUser * shareOfCapacity;
  const wanted = perSecond && (await measurePaced({ bare: { plan: bare, perSecond }, updateUser: { plan: updateUser, perSecond } }));
  const [what, written] = [`UpdateUser, ${engine}`, `${storesAsMuch}, ${engine}, written`];
  return [
    writes(`UpdateUser with its audit row, ${engine}`, rates('updateUser', 'perSecond'), targets.updateUser),
    floor(written, paced('bare')),
    slowest(what, paced('updateUser'), paced('bare')),
    floor(written, paced('bareAsOften'), "the rate of UpdateUser's"),
    ...(wanted ? [floor(written, wanted('bare'), ofWanted), slowest(what, wanted('updateUser'), wanted('bare'), ofWanted)] : []),
  ];
}

/** The medians of all plans, each run once in each round. */
async function measureRates<Name extends string>(plans: Readonly<Record<Name, Plan & { readonly pid: number }>>) {
  const measured = new Map<string, Measured[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, plan] of Object.entries<Plan & { readonly pid: number }>(plans)) {
      const result = await load(plan.pid, round === 0 ? { ...plan, seconds: seconds + warmUpSeconds } : plan);
      if (round > 0) measured.set(name, [...(measured.get(name) ?? []), result]);
    }
  }
  return (name: Name, of: 'perSecond' | 'perCpuSecond'): number => median((measured.get(name) ?? []).map((one) => one[of]));
}

/** A load at a rate that does not depend on how quickly it is answered. */
interface Paced {
  readonly plan: Plan & { readonly pid: number };
  /** Absent = 70 % of what it can answer; `as before` = that of the one before it in the same round. */
  readonly perSecond?: number | 'as before';
}

/** Each in turns. Of each one the round that is in the middle by its slowest of a hundred: one that another program holds up for a moment tells nothing. */
async function measurePaced<Name extends string>(loads: Readonly<Record<Name, Paced>>): Promise<(name: Name) => Measured> {
  const measured = new Map<string, Measured[]>();
  let rate = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [name, { plan, perSecond }] of Object.entries<Paced>(loads)) {
      // The capacity of this very moment: that of a minute ago may be another, where other programs run as well.
      if (perSecond !== 'as before') rate = perSecond ?? (await load(plan.pid, plan)).perSecond * shareOfCapacity;
      const result = await load(plan.pid, { ...plan, seconds: pacedSeconds, warmUpSeconds, perSecond: rate });
      measured.set(name, [...(measured.get(name) ?? []), result]);
    }
  }
  return (name) => {
    const middle = (measured.get(name) ?? []).toSorted((a, b) => a.p99 - b.p99)[Math.floor(rounds / 2)];
    if (!middle) throw new Error('There is at least one round.');
    return middle;
  };
}

/**
 * Requests of pages of 100, each from another place, and too many of them to be remembered: where one comes round again, it
 * has been forgotten. The places are those that pages of 1, 2, 3 … 200 users lead to, and pages of 200 after them.
 */
async function pages(url: string, key: Parameters<typeof signedBytes>[1]): Promise<string[]> {
  const target = (size: number, token: string): string =>
    `/accounts/${accountId}/users?max-results=${size}${token && `&next-token=${token}`}`;
  const tokens: string[] = [];
  for (let size = 1; size <= pageSizeMax; size++) {
    let token = '';
    for (let hop = 0; hop < hops; hop++) {
      const answer: unknown = JSON.parse(await bodyOf(url, signedBytes(url, key, 'GET', target(hop === 0 ? size : pageSizeMax, token))));
      token = typeof answer === 'object' && answer !== null && 'NextToken' in answer ? String(answer.NextToken) : '';
      if (token === '') throw new Error('The account has fewer users than the benchmark counts on.');
      tokens.push(token);
    }
  }
  return tokens.map((token) => signedBytes(url, key, 'GET', target(100, token)));
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
    measured: `${whole(rate)} of ${whole(bare)} per CPU-second: ${((rate / bare) * 100).toFixed(1)} %`,
    pass: rate / bare >= target,
  };
}

function untargeted(what: string, rate: number, bare: number): Row {
  return { ...against(what, rate, bare, 0), target: '–' };
}

function writes(what: string, rate: number, target: number | undefined): Row {
  return {
    what,
    target: target === undefined ? '–' : `≥ ${whole(target)}/s, durable`,
    measured: `${whole(rate)}/s`,
    pass: rate >= (target ?? 0),
  };
}

function slowest(what: string, measured: Measured, bare: Measured, at?: string): Row {
  const ratio = measured.p99 / bare.p99;
  return {
    ...floor(what, measured, at),
    target: `< ${p99MaxMs} ms, or ≤ ${p99RatioMax} × of bare Fastify that stores as much`,
    measured: `${latencies(measured)}: ${ratio.toFixed(2)} ×`,
    pass: measured.p99 < p99MaxMs || ratio <= p99RatioMax,
  };
}

/** What is measured beside another, and is no promise. */
function floor(what: string, measured: Measured, at = ofCapacity): Row {
  return { what: `${what}: slowest of a hundred at ${at}`, target: '–', measured: latencies(measured), pass: true };
}

function latencies({ perSecond, p50, p99 }: Measured): string {
  return `${p99.toFixed(1)} ms (median ${p50.toFixed(1)} ms, ${whole(perSecond)}/s)`;
}
