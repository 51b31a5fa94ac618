import { randomUUIDv7 } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { verifyChain } from '../src/cli/audit-verify.ts';
import { appendAuditEvents, findAuditHead, listAuditEventsAfter } from '../src/store/audit.ts';
import { firstHash } from '../src/store/audit-chain.ts';
import type { AuditRecord } from '../src/store/audit-segments.ts';
import type { Database } from '../src/store/database.ts';
import type { Tables } from '../src/store/schema.ts';
import { createTestDatabase } from './support/database.ts';

const store = await createTestDatabase();
const { database } = store;
const other = await store.openAgain();
afterAll(async () => {
  await other.close();
  await store.remove();
});

test('an AWS account without events has an intact chain of none', async () => {
  expect(await verify('100000000000')).toEqual({ checked: 0, finding: undefined });
});

test('events are numbered from 1 without gaps, each chained to the one before', async () => {
  const tenant = '100000000001';
  await append(database, tenant, ['a']);
  await append(database, tenant, ['b', 'c']);
  const events = await database.read(tenant, (tx) => listAuditEventsAfter(tx, 0));
  expect(events.map(({ sequence, event }) => [sequence, event])).toEqual([
    [1, '"a"'],
    [2, '"b"'],
    [3, '"c"'],
  ]);
  expect(await database.read(tenant, findAuditHead)).toEqual({ sequence: 3, hash: events[2]?.hash });
  expect(await verify(tenant)).toEqual({ checked: 3, finding: undefined });
});

test('a batch of thousands is one chain, and is verified page by page', async () => {
  const tenant = '100000000002';
  const names = Array.from({ length: 2_345 }, (_, index) => `event ${index}`);
  await append(database, tenant, names);
  expect(await verify(tenant)).toEqual({ checked: 2_345, finding: undefined });
});

test('writers of several processes at once make one chain without gaps or forks', async () => {
  const tenant = '100000000003';
  await Promise.all(Array.from({ length: 60 }, (_, index) => append(index % 2 ? database : other, tenant, [`${index}`, `${index} too`])));
  expect(await verify(tenant)).toEqual({ checked: 120, finding: undefined });
  const events = await database.read(tenant, (tx) =>
    tx.query(tx.sql.selectFrom('audit_events').select('event').where('aws_account_id', '=', tenant)),
  );
  expect(new Set(events.map(({ event }) => event)).size).toBe(120);
});

test('an event that was rolled back leaves no gap', async () => {
  const tenant = '100000000004';
  await append(database, tenant, ['kept']);
  const failed = database.write(tenant, async (tx) => {
    await appendAuditEvents(tx, [record('lost')]);
    throw new Error('No.');
  });
  await expect(failed).rejects.toThrow('No.');
  await append(database, tenant, ['kept too']);
  expect(await verify(tenant)).toEqual({ checked: 2, finding: undefined });
});

test('each AWS account has a chain of its own', async () => {
  await Promise.all([append(database, '100000000005', ['a']), append(database, '100000000006', ['a'])]);
  expect(await verify('100000000005')).toEqual({ checked: 1, finding: undefined });
  expect(await verify('100000000006')).toEqual({ checked: 1, finding: undefined });
});

const forgeries: [string, (tenant: string) => Promise<unknown>, string][] = [
  ['an event that was changed', (tenant) => change(tenant, 2, { event: '"forged"' }), 'event 2 was changed'],
  ['a hash that was changed', (tenant) => change(tenant, 3, { hash: firstHash }), 'event 3 was changed'],
  ['an event that was removed', (tenant) => remove(tenant, 2), 'event 2 is missing'],
  ['the newest event removed', (tenant) => remove(tenant, 4), 'event 4 is missing'],
  ['the first event removed', (tenant) => remove(tenant, 1), 'event 1 is missing'],
  ['an event that was given another number', (tenant) => change(tenant, 4, { sequence: 5 }), 'event 4 is missing'],
  ['a head that was changed', (tenant) => changeHead(tenant, { hash: firstHash }), 'the head of the chain was changed'],
  ['a head that promises more', (tenant) => changeHead(tenant, { sequence: 5 }), 'event 5 is missing'],
  ['a head that promises less', (tenant) => changeHead(tenant, { sequence: 3 }), 'the head of the chain was changed'],
  ['a head that was removed', (tenant) => removeHead(tenant), 'the head of the chain is missing'],
  ['an event that was inserted after the newest, well chained', (tenant) => insertAfter(tenant, 4), 'event 5 was inserted'],
];

test.each(forgeries.map(([what, forge, finding], index) => ({ what, forge, finding, tenant: `20000000000${index}` })))(
  'the verification finds $what',
  async ({ forge, finding, tenant }) => {
    await append(database, tenant, ['a', 'b', 'c', 'd']);
    await forge(tenant);
    expect(await verify(tenant)).toMatchObject({ finding });
  },
);

function append(handle: Database, tenant: string, events: readonly string[]): Promise<void> {
  return handle.write(tenant, (tx) => appendAuditEvents(tx, events.map(record)));
}

function record(event: string): AuditRecord {
  return {
    id: randomUUIDv7(),
    time: 0,
    eventName: 'GetAccount',
    eventSource: 'chime.amazonaws.com',
    userName: undefined,
    entityId: 'AIDAEXAMPLE',
    accessKeyId: undefined,
    readOnly: true,
    errorCode: undefined,
    requestParameters: null,
    responseElements: null,
    event: JSON.stringify(event),
  };
}

async function verify(tenant: string): Promise<{ checked: number; finding: string | undefined }> {
  const { checked, finding } = await database.read(tenant, (tx) => verifyChain(tx));
  return { checked, finding };
}

function change(tenant: string, sequence: number, values: Partial<Tables['audit_events']>): Promise<unknown> {
  return database.write(tenant, (tx) =>
    tx.query(tx.sql.updateTable('audit_events').set(values).where('aws_account_id', '=', tenant).where('sequence', '=', sequence)),
  );
}

function remove(tenant: string, sequence: number): Promise<unknown> {
  return database.write(tenant, (tx) =>
    tx.query(tx.sql.deleteFrom('audit_events').where('aws_account_id', '=', tenant).where('sequence', '=', sequence)),
  );
}

function removeHead(tenant: string): Promise<unknown> {
  return database.write(tenant, (tx) => tx.query(tx.sql.deleteFrom('audit_heads').where('aws_account_id', '=', tenant)));
}

/** An event that never came through the program: all is right about it but the head. */
function insertAfter(tenant: string, last: number): Promise<unknown> {
  return database.write(tenant, async (tx) => {
    const heads = tx.sql.selectFrom('audit_heads').selectAll().where('aws_account_id', '=', tenant);
    const [head] = await tx.query(heads);
    await appendAuditEvents(tx, [record('forged')]);
    await tx.query(
      tx.sql
        .updateTable('audit_heads')
        .set({ ...head, sequence: last })
        .where('aws_account_id', '=', tenant),
    );
  });
}

function changeHead(tenant: string, values: Partial<Tables['audit_heads']>): Promise<unknown> {
  return database.write(tenant, (tx) => tx.query(tx.sql.updateTable('audit_heads').set(values).where('aws_account_id', '=', tenant)));
}
