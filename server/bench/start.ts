// How long a start on an existing database takes, and what the process holds in memory after ten thousand requests.
import { readFileSync } from 'node:fs';
import { startServer } from '../test/support/server.ts';
import { median, print, type Row } from './report.ts';
import { busy, createSite, load, seed, signedBytes } from './site.ts';

const accountId = '01a00001-0000-7000-8000-000000000001';
const starts = 9;
const readyMaxMs = 1_000;
const requestsLeast = 10_000;
const memoryMaxMb = 200;

const site = await createSite();
await seed(site, accountId, 1_000);
const times: number[] = [];
for (let start = 0; start < starts; start++) {
  const startedAt = performance.now();
  const server = await startServer(site.home, busy);
  times.push(performance.now() - startedAt);
  await server.stop();
}
print([coldStart(median(times)), await memory()]);
site.home.remove();

function coldStart(ms: number): Row {
  return {
    what: 'Start to `Ready` on an existing database',
    target: `< ${(readyMaxMs / 1000).toFixed(1)} s`,
    measured: `${(ms / 1000).toFixed(2)} s`,
    pass: ms < readyMaxMs,
  };
}

async function memory(): Promise<Row> {
  const server = await startServer(site.home, busy);
  const targets = [`/accounts/${accountId}`, `/accounts/${accountId}/users?max-results=100`];
  const requests = targets.map((target) => signedBytes(server.url, site.key, 'GET', target));
  const plan = { port: Number(new URL(server.url).port), requests, connections: 32, seconds: 1, awake: false };
  let sent = 0;
  while (sent < requestsLeast) sent += (await load(server.pid, plan)).count;
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
  await server.stop();
  return {
    what: `Resident memory after ${requestsLeast.toLocaleString('en')} requests`,
    target: `< ${memoryMaxMb} MB`,
    measured: `${(kilobytes / 1024).toFixed(0)} MB`,
    pass: kilobytes / 1024 < memoryMaxMb,
  };
}
