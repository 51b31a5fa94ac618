import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { CreateApiKey } from '../../src/operations/chime/CreateApiKey.ts';
import type { Operation } from '../../src/operation.ts';
import { encodeCall } from '../support/call.ts';
import { tamper } from '../support/rows.ts';
import { get, listOf, P } from '../support/scim.ts';
import { createHome, readFirstRun, startServer } from '../support/server.ts';
import { sign } from '../support/sign.ts';

const rounds = 6;
const members = 1_000;
/** How long after the request the process is killed. */
const killMs = { least: 0, most: 120 };

const home = await createHome();
afterAll(() => home.remove());

test('J9 kill -9 in the middle of a PATCH with 1,000 members leaves all of them or none', { timeout: 180_000 }, async () => {
  let server = await startServer(home);
  const created = z.object({ Account: z.object({ AccountId: z.string() }) }).parse(await call(server.url, CreateAccount, { Name: 'Acme' }));
  const { AccountId } = created.Account;
  await tamper(home, `update accounts set type = 'EnterpriseOIDC' where id = '${AccountId}'`);
  const { Secret } = z.object({ Secret: z.string() }).parse(await call(server.url, CreateApiKey, { AccountId }));
  const ids = Array.from({ length: members }, () => randomUUIDv7());
  await tamper(home, insertUsers(AccountId, ids));
  const scim = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${Secret}`, 'content-type': 'application/scim+json' };
    const response = await fetch(`${server.url}/scim/v2${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return text === '' ? response.status : JSON.parse(text);
  };
  for (let round = 0; round < rounds; round++) {
    const displayName = `Group ${round}`;
    const group = await scim('POST', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName });
    const path = `/Groups/${String(get(group, 'id'))}`;
    const operation = { op: 'add', path: 'members', value: ids.map((value) => ({ value })) };
    const answered = scim('PATCH', path, { schemas: [P], Operations: [operation] }).catch(() => undefined);
    await delay(killMs.least + Math.random() * (killMs.most - killMs.least));
    await server.kill();
    const status = await answered;
    server = await startServer(home);
    const found = listOf(await scim('GET', path), 'members').length;
    expect([0, members]).toContain(found);
    if (status === 204) expect(found).toBe(members);
  }
  await server.stop();
});

async function call(url: string, operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { accessKeyId, secretAccessKey } = readFirstRun(home);
  const { method, target, body } = encodeCall(operation, input);
  const signed = sign({
    accessKeyId,
    secretAccessKey,
    method,
    url: `${url}${target}`,
    headers: { 'content-type': 'application/json' },
    body,
    date: Date.now(),
  });
  const { host: _, ...headers } = signed;
  return (await fetch(`${url}${target}`, { method, headers, body })).json();
}

/** One statement each of many users, as an earlier sync has left them. */
function insertUsers(accountId: string, ids: readonly string[]): string {
  const users = ids.map(
    (id, index) =>
      `('${accountId}', '${id}', 'user${index}@acme.example', 'Pro', 'PrivateUser', 'Suspended', '${1_000_000_000 + index}', 'oidc', 1, 1)`,
  );
  const resources = ids.map((id, index) => `('${accountId}', '${id}', 'user${index}', '{"userName":"user${index}"}', 1, 1, 1)`);
  return `insert into users (account_id, id, primary_email, license_type, user_type, registration_status, pin, managed_by, source_active, created_at) values ${users.join(', ')};
    insert into scim_users (account_id, id, user_name_folded, resource, version, created_at, updated_at) values ${resources.join(', ')}`;
}
