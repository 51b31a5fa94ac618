// An identity provider's first sync, as fast as it can send: users, groups, and one group with everybody.
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { hashApiKeySecret, newApiKeySecret } from '../src/scim/api-key.ts';
import { createAccount } from '../src/store/accounts.ts';
import { openDatabase } from '../src/store/open.ts';
import { insertApiKey } from '../src/store/api-keys.ts';
import { createHome, readFirstRun, startServer, type Home } from '../test/support/server.ts';
import { findPostgres, startPostgres } from '../test/support/postgres.ts';
import { print, whole, type Row } from './report.ts';
import { busy } from './site.ts';

const users = 10_000;
const groups = 200;
const membersPerGroup = 50;
const pushMaxSeconds = 60;
const putMaxSeconds = 10;
/** Requests under way at once: what Okta allows itself. */
const connections = 8;
/** What the process may grow by from the first tenth of the users to the end. */
const growthMaxMb = 150;

const accountId = '01a00001-0000-7000-8000-000000000001';
const urn = 'urn:ietf:params:scim:schemas:core:2.0:';

const rows = await measure('SQLite', await createHome());
const binaries = findPostgres();
if (binaries !== undefined) {
  const postgres = await startPostgres(binaries, { fast: true });
  process.env['CARILLON_TEST_POSTGRES_URL'] = postgres.url;
  rows.push(...(await measure('PostgreSQL', await createHome())));
  await postgres.stop();
}
print(rows);

async function measure(engine: string, home: Home): Promise<Row[]> {
  const server = await startServer(home, busy);
  const secret = await prepare(home);
  const send = async (method: string, path: string, body: object): Promise<string> => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' };
    const response = await fetch(`${server.url}/scim/v2${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (response.status >= 300) throw new Error(`${method} ${path} was answered ${response.status} ${text}`);
    return /"id":"([^"]+)"/.exec(text)?.[1] ?? '';
  };
  const ids: string[] = [];
  let memoryBefore = 0;
  const startedAt = performance.now();
  await inParallel(users, async (index) => {
    ids[index] = await send('POST', '/Users', userOf(index));
    if (index === users / 10) memoryBefore = residentMb(server.pid);
  });
  await inParallel(groups, async (index) => {
    const members = ids.slice(index * membersPerGroup, (index + 1) * membersPerGroup).map((value) => ({ value }));
    await send('POST', '/Groups', { schemas: [`${urn}Group`], displayName: `Group ${index}`, members });
  });
  const pushSeconds = (performance.now() - startedAt) / 1000;
  const everybody = { schemas: [`${urn}Group`], displayName: 'Everybody' };
  const group = await send('POST', '/Groups', everybody);
  const putAt = performance.now();
  await send('PUT', `/Groups/${group}?excludedAttributes=members`, { ...everybody, members: ids.map((value) => ({ value })) });
  const putSeconds = (performance.now() - putAt) / 1000;
  const growthMb = residentMb(server.pid) - memoryBefore;
  await server.stop();
  home.remove();
  return [
    row(`SCIM: ${whole(users)} users and ${groups} groups from empty, ${engine}`, pushSeconds, pushMaxSeconds),
    row(`SCIM: PUT of a group with ${whole(users)} members, ${engine}`, putSeconds, putMaxSeconds),
    {
      what: `SCIM: growth of memory over the last nine tenths of that, ${engine}`,
      target: `≤ ${growthMaxMb} MB`,
      measured: `${growthMb.toFixed(0)} MB`,
      pass: growthMb <= growthMaxMb,
    },
  ];
}

function row(what: string, seconds: number, maxSeconds: number): Row {
  return { what, target: `≤ ${maxSeconds} s`, measured: `${seconds.toFixed(1)} s`, pass: seconds <= maxSeconds };
}

function userOf(index: number): object {
  const userName = `user${index}@acme.example`;
  return {
    schemas: [`${urn}User`],
    userName,
    externalId: `00u${index}`,
    name: { givenName: 'User', familyName: String(index) },
    displayName: `User ${index}`,
    emails: [{ value: userName, type: 'work', primary: true }],
    active: true,
  };
}

/** An Enterprise account with a claimed domain and a key, whose secret is answered. */
async function prepare(home: Home): Promise<string> {
  const { dataDir, environment } = home;
  const database = await openDatabase({ dataDir, databaseUrl: environment['DATABASE_URL'], databaseConnections: 1 }, randomBytes);
  const { awsAccountId } = readFirstRun(home);
  const { secret, prefix } = newApiKeySecret(randomBytes);
  await database.write(awsAccountId, async (tx) => {
    const account = { id: accountId, name: 'Acme', now: 0 };
    await createAccount(tx, account);
    await tx.query(tx.sql.updateTable('accounts').set({ type: 'EnterpriseOIDC' }).where('id', '=', accountId));
    const domain = { account_id: accountId, name: 'acme.example', status: 'Verified' as const, token: 'x', created_at: 0, failures: 0 };
    await tx.query(tx.sql.insertInto('domains').values(domain));
    const key = {
      secret_hash: hashApiKeySecret(secret),
      prefix,
      description: null,
      created_by: '',
      created_at: 0,
      expires_at: null,
      last_used_at: null,
    };
    await insertApiKey(tx, { account_id: accountId, id: 'key', ...key });
  });
  await database.close();
  return secret;
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: connections }, line));
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
