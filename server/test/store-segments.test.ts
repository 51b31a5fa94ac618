import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../src/cli/audit-verify.ts';
import { indexAuditEvents } from '../src/jobs/index-audit-events.ts';
import { toTimestamp } from '../src/shapes/timestamp.ts';
import { listActionUses } from '../src/store/access-reports.ts';
import { entriesOf, type AuditEntry } from '../src/store/audit-entries.ts';
import { pack, unpack } from '../src/store/audit-packing.ts';
import { listEventsOfEntity, lookupAuditEvents, type AuditLookup } from '../src/store/audit-lookup.ts';
import { appendAuditEvents, listAuditEventsAfter } from '../src/store/audit.ts';
import type { AuditRecord } from '../src/store/audit-segments.ts';
import type { AuditSegmentTable } from '../src/store/schema/audit.ts';
import { createTestDatabase } from './support/database.ts';

const store = await createTestDatabase();
const { database } = store;
afterAll(() => store.remove());

const start = Date.UTC(2026, 5, 1, 12);
const names = ['GetAccount', 'ListUsers', 'GetUser'] as const;
const users = ['ana', 'bo', 'carol'] as const;

describe('events that are stored together', () => {
  const tenant = '300000000000';
  /** All that was appended, in crowds large and small, some of them late: the time of an event is that of its request. */
  const records: AuditRecord[] = [];
  beforeAll(async () => {
    for (const [crowd, size] of [40, 1, 300, 3, 15, 16, 700, 1, 64].entries()) {
      const some = Array.from({ length: size }, (_, index) =>
        record(records.length + index, start + crowd * 400 + ((index * 37) % 300) - (index % 50 === 7 ? 5_000 : 0)),
      );
      await database.write(tenant, (tx) => appendAuditEvents(tx, some));
      records.push(...some);
    }
    expect(await count(tenant)).toEqual({ rows: expect.toSatisfy((rows) => rows < 100), segments: expect.toSatisfy((n) => n > 6) });
  });

  test('are one chain with all others, whole and without gaps', async () => {
    expect(await database.read(tenant, verifyChain)).toMatchObject({ checked: records.length, finding: undefined });
    const listed: string[] = [];
    for (let sequence = 0; ;) {
      const after = sequence;
      const page = await database.read(tenant, (tx) => listAuditEventsAfter(tx, after));
      expect(page.map((event) => event.sequence)).toEqual(page.map((_, index) => after + index + 1));
      listed.push(...page.map(({ event }) => event));
      sequence += page.length;
      if (page.length === 0) break;
    }
    expect(listed.toSorted()).toEqual(records.map(({ event }) => event).toSorted());
  });

  test.each([
    ['a few, too few to be stored together', 3, ''],
    ['a crowd', 40, 'Zoë 日本語 🛎️'],
    ['a crowd larger than the memory it is put together in', 100, 'ü'.repeat(10_000)],
  ])('are the same in bytes as in letters: %s', async (_what, size, name) => {
    const [inLetters, inBytes] = [tenantOf(), tenantOf()];
    const some = Array.from({ length: size }, (_, index) => record(index, start)).map((one) => ({
      ...one,
      event: one.event.replace('"readOnly":true', `"readOnly":true,"name":${JSON.stringify(name)}`),
    }));
    await database.write(inLetters, (tx) => appendAuditEvents(tx, some));
    await database.write(inBytes, (tx) =>
      appendAuditEvents(
        tx,
        some.map((one) => ({ ...one, event: Buffer.from(one.event) })),
      ),
    );
    const [letters, bytes] = await Promise.all([inLetters, inBytes].map((one) => database.read(one, (tx) => listAuditEventsAfter(tx, 0))));
    expect(letters?.map(({ event }) => event)).toEqual(some.map(({ event }) => event));
    expect(bytes).toEqual(letters);
    expect(await database.read(inBytes, verifyChain)).toMatchObject({ checked: size, finding: undefined });
  });

  const lookups: [string, AuditEntry | undefined][] = [
    ['everything', undefined],
    ['an event name', { attribute: 'EventName', value: 'ListUsers' }],
    ['a user name', { attribute: 'Username', value: 'bo' }],
    ['a resource', { attribute: 'ResourceName', value: 'account-3' }],
    ['a kind of resource', { attribute: 'ResourceType', value: 'AWS::Chime::Account' }],
    ['reading', { attribute: 'ReadOnly', value: 'true' }],
    ['what is not there', { attribute: 'EventName', value: 'DeleteAccount' }],
  ];
  describe.each([
    ['before the others are indexed', false],
    ['after', true],
  ])('%s', (_, isIndexed) => {
    beforeAll(async () => {
      if (isIndexed) await indexAuditEvents.run({ database, now: start });
    });

    test.each(lookups)('a lookup of %s finds each once, newest first, in pages of any size', async (_what, entry) => {
      const expected = newestFirst(records.filter((one) => entry === undefined || isAbout(one, entry)));
      for (const pageSize of [7, 50]) expect(await lookUp(tenant, { entry, pageSize })).toEqual(expected);
      const within = { from: start + 350, to: start + 1_250 };
      expect(await lookUp(tenant, { entry, pageSize: 50, ...within })).toEqual(
        expected.filter((id) => records.some((one) => one.id === id && one.time >= within.from && one.time <= within.to)),
      );
    });
  });

  test('are each found by their id', async () => {
    for (const { id } of records.filter((_, index) => index % 41 === 0))
      expect(await lookUp(tenant, { entry: { attribute: 'EventId', value: id }, pageSize: 50 })).toEqual([id]);
    expect(await lookUp(tenant, { entry: { attribute: 'EventId', value: randomUUIDv7() }, pageSize: 50 })).toEqual([]);
  });

  test('are listed for who acted, oldest first, from any place on', async () => {
    const listed: { time: number; sequence: number; event: string }[] = [];
    for (let after = { time: start + 200, sequence: 0 }; ;) {
      const from = after;
      const page = await database.read(tenant, (tx) => listEventsOfEntity(tx, { entityId: 'AIDAbo', after: from, limit: 33 }));
      listed.push(...page);
      const last = page.at(-1);
      if (!last) break;
      after = last;
    }
    const expected = records.filter(({ userName, time }) => userName === 'bo' && time >= start + 200);
    expect(listed.map(({ event }) => event).toSorted()).toEqual(expected.map(({ event }) => event).toSorted());
    expect(listed.map(({ time }) => time)).toEqual(listed.map(({ time }) => time).toSorted((a, b) => a - b));
  });

  test.each([0, 399, 1_000, 10_000])('tell who used what last, as of %i ms after the start', async (ms) => {
    const until = start + ms;
    const uses = await database.read(tenant, (tx) => listActionUses(tx, ['AIDAana', 'AIDAcarol'], until));
    const keys = uses.map(({ entityId, action }) => `${entityId} ${action}`);
    const expected = records.filter(({ userName, time }) => userName !== 'bo' && time <= until);
    expect(keys.toSorted()).toEqual([...new Set(expected.map(({ entityId, eventName }) => `${entityId} ${eventName}`))].toSorted());
    expect(uses.every(({ at, region }) => at <= until && region === 'us-east-1')).toBe(true);
  });
});

describe('the verification finds', () => {
  let tenants = 0;
  const change = (forge: (segment: AuditSegmentTable) => AuditSegmentTable) => async (tenant: string) => {
    await database.write(tenant, async (tx) => {
      const segments = await tx.query(tx.sql.selectFrom('audit_segments').selectAll().where('aws_account_id', '=', tenant));
      await tx.query(tx.sql.deleteFrom('audit_segments').where('aws_account_id', '=', tenant));
      await tx.query(tx.sql.insertInto('audit_segments').values(segments.map(forge)));
    });
  };
  const lines = (forge: (lines: string[]) => string[]) =>
    change((segment) => ({ ...segment, events: pack(Buffer.from(forge(unpack(segment.events).split('\n')).join('\n'))) }));

  test.each<[string, (tenant: string) => Promise<unknown>, string]>([
    ['an event that was changed', lines((all) => all.with(4, (all[4] ?? '').replace('account-4', 'account-5'))), 'event 7 was changed'],
    ['a hash that was changed', lines((all) => all.with(4, `${'0'.repeat(64)}${(all[4] ?? '').slice(64)}`)), 'event 7 was changed'],
    [
      'a time that was changed',
      lines((all) => all.with(4, (all[4] ?? '').replace(` ${start + 4} `, ` ${start + 4_000} `))),
      'event 7 is filed under',
    ],
    ['an event that was removed', lines((all) => all.toSpliced(4, 1)), 'event 7 was changed'],
    ['the last event removed', lines((all) => all.slice(0, -1)), 'event 22 is missing'],
    ['an event that was inserted', lines((all) => all.toSpliced(4, 0, all[3] ?? '')), 'event 7 was changed'],
    ['two events that changed places', lines((all) => all.with(4, all[5] ?? '').with(5, all[4] ?? '')), 'event 7 was changed'],
    ['what cannot be unpacked', change((segment) => ({ ...segment, events: segment.events.slice(0, -8) })), 'event 3 was changed'],
    ['what is no event', lines((all) => all.with(4, 'nonsense')), 'event 7 was changed'],
    [
      'all events removed together',
      (tenant) => database.write(tenant, (tx) => tx.query(tx.sql.deleteFrom('audit_segments').where('aws_account_id', '=', tenant))),
      'event 3 is missing',
    ],
    ['events that were given other numbers', change((segment) => ({ ...segment, first_sequence: 4 })), 'event 3 is missing'],
    ['events that are filed at another time', change((segment) => ({ ...segment, last_time: start })), 'event 4 is filed under'],
    ['events that are filed under other ids', change((segment) => ({ ...segment, first_id: segment.last_id })), 'event 3 is filed under'],
  ])('%s', async (_, forge, finding) => {
    tenants += 1;
    const tenant = String(400_000_000_000 + tenants);
    const append = (from: number, size: number) =>
      database.write(tenant, (tx) =>
        appendAuditEvents(
          tx,
          Array.from({ length: size }, (_one, index) => record(from + index, start + index)),
        ),
      );
    await append(0, 2);
    await append(0, 20);
    await append(0, 1);
    expect(await count(tenant)).toEqual({ rows: 3, segments: 1 });
    await forge(tenant);
    expect((await database.read(tenant, verifyChain)).finding).toContain(finding);
  });
});

let tenants = 0;

/** An AWS account in which nothing has happened. */
function tenantOf(): string {
  tenants += 1;
  return String(390_000_000_000 + tenants);
}

function record(number: number, time: number): AuditRecord {
  const [eventName, userName] = [names[number % 3] ?? 'GetAccount', users[(number >> 2) % 3] ?? 'ana'];
  const id = randomUUIDv7();
  const described = {
    id,
    eventName,
    eventSource: 'chime.amazonaws.com',
    readOnly: true,
    userName,
    accessKeyId: `AKIA${userName}`,
    entityId: `AIDA${userName}`,
    requestParameters: { AccountId: `account-${number % 20}` },
    responseElements: null,
  };
  const event = {
    userIdentity: { type: 'IAMUser', principalId: described.entityId, accessKeyId: described.accessKeyId, userName },
    eventTime: `${toTimestamp(time).slice(0, 19)}Z`,
    eventSource: described.eventSource,
    eventName,
    awsRegion: 'us-east-1',
    requestParameters: described.requestParameters,
    responseElements: null,
    eventID: id,
    readOnly: true,
  };
  return { ...described, time, errorCode: undefined, event: JSON.stringify(event) };
}

function isAbout(one: AuditRecord, { attribute, value }: AuditEntry): boolean {
  return entriesOf(one).some((entry) => entry.attribute === attribute && entry.value === value);
}

/** Events of one instant in their order in the chain, which is that of their arrival. */
function newestFirst(some: readonly AuditRecord[]): string[] {
  return some
    .toSorted((a, b) => a.time - b.time)
    .toReversed()
    .map(({ id }) => id);
}

/** The ids of all pages. */
async function lookUp(tenant: string, lookup: Partial<AuditLookup> & Pick<AuditLookup, 'entry' | 'pageSize'>): Promise<string[]> {
  const ids: string[] = [];
  for (let before: string | undefined = ''; before !== undefined;) {
    const from: string = before;
    const { rows, lastKey } = await database.read(tenant, (tx) =>
      lookupAuditEvents(tx, { from: undefined, to: undefined, ...lookup, before: from }),
    );
    ids.push(...rows.map(({ id }) => id));
    before = lastKey;
  }
  return ids;
}

async function count(tenant: string): Promise<{ rows: number; segments: number }> {
  const rows = await database.read(tenant, (tx) =>
    tx.query(tx.sql.selectFrom('audit_events').select('id').where('aws_account_id', '=', tenant)),
  );
  const segments = await database.read(tenant, (tx) =>
    tx.query(tx.sql.selectFrom('audit_segments').select('first_id').where('aws_account_id', '=', tenant)),
  );
  return { rows: rows.length, segments: segments.length };
}
