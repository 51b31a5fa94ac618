import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { DeleteCDRBucket } from '../../src/operations/chime/DeleteCDRBucket.ts';
import { GetCDRBucket } from '../../src/operations/chime/GetCDRBucket.ts';
import { createBucket, objectsOf } from '../support/buckets.ts';
import { keysOf, reportCalls, runDelivery } from '../support/calls.ts';
import { insertMember } from '../support/meetings.ts';
import { createTeam } from '../support/members.ts';
import { acme, createWorld } from '../support/world.ts';

const cdrPrefix = `Amazon-Chime-Business-Calling-CDRs/json/${acme}/`;
const instant = Date.UTC(2026, 5, 1, 12);

describe('call detail records', () => {
  test('lie in the bucket under the key and with the strings that Amazon Chime gave them', async () => {
    const world = await createWorld({ instant });
    const objects = objectsOf(world);
    const accountId = await createTeam(world.ana, 'Acme');
    await createBucket(world.ana, 'acme-cdr');
    await reportCalls(world, accountId, 'conference-1', 1);
    expect(await runDelivery(world)).toBe(1);
    expect(await runDelivery(world)).toBe(0);
    const [key = '', ...rest] = await keysOf(objects, 'acme-cdr');
    expect(rest).toEqual([]);
    expect(key).toMatch(new RegExp(`^${cdrPrefix}2026/06/01/conference-1_2026-06-01-11\\.50\\.00\\.000_[0-9a-f-]{36}$`));
    const record: unknown = JSON.parse(await text((await objects.bucket('acme-cdr').get(key)).body));
    expect(record).toMatchObject({
      SchemaVersion: '2.0',
      ServiceCode: 'AmazonChimeBusinessCalling',
      ChimeAccountId: accountId,
      AwsAccountId: acme,
      ConferencePin: 'XXXXXXXXXX',
      CallerPhoneNumber: '+15555550000',
      StartTimeEpochSeconds: String(instant / 1000 - 600),
      BillableDurationSeconds: '60',
      BillableDurationMinutes: '1',
      Direction: 'Inbound',
    });
    await world.close();
  });

  test('wait for a bucket, and go there once there is one', async () => {
    const world = await createWorld({ instant });
    const accountId = await createTeam(world.ana, 'Acme');
    await reportCalls(world, accountId, 'early', 2);
    expect(await runDelivery(world)).toBe(0);
    await createBucket(world.ana, 'acme-cdr');
    expect(await runDelivery(world)).toBe(2);
    await world.close();
  });

  test('of one AWS account go to its own bucket, whatever becomes of the bucket of another', async () => {
    const world = await createWorld({ instant });
    const [acmeTeam, globexTeam] = [await createTeam(world.ana, 'Acme'), await createTeam(world.gil, 'Globex')];
    await createBucket(world.ana, 'acme-cdr');
    await createBucket(world.gil, 'globex-cdr');
    await reportCalls(world, acmeTeam, 'a', 1);
    await reportCalls(world, globexTeam, 'g', 1);
    await objectsOf(world).deleteBucket('acme-cdr');
    expect(await runDelivery(world)).toBe(1);
    expect(await keysOf(objectsOf(world), 'globex-cdr')).toHaveLength(1);
    await objectsOf(world).createBucket('acme-cdr');
    const { CDRBucket } = await world.ana.call(GetCDRBucket, { BucketName: 'acme-cdr' });
    expect(CDRBucket.Warnings).toMatchObject([
      { Code: 'DeliveryFailing', Message: expect.stringContaining('no longer at the object store') },
    ]);
    world.clock.advance(2 * 60_000);
    expect(await runDelivery(world)).toBe(1);
    expect((await world.ana.call(GetCDRBucket, { BucketName: 'acme-cdr' })).CDRBucket.Warnings).toEqual([]);
    await world.close();
  });
});

describe('weekly reports', () => {
  test('tell of each user on one line of nine columns, once a week, from Sunday to Saturday', async () => {
    const sunday = Date.UTC(2026, 4, 31);
    const world = await createWorld({ instant: sunday + 36 * 3_600_000 });
    const objects = objectsOf(world);
    const accountId = await createTeam(world.ana, 'Acme: R&D / Labs');
    await createBucket(world.ana, 'acme-cdr');
    await insertMember(world.database, accountId, 'ada@acme.example', { display_name: '=cmd|calc', registered_on: Date.UTC(2026, 0, 2) });
    await insertMember(world.database, accountId, 'bob@acme.example', {
      registration_status: 'Suspended',
      registered_on: Date.UTC(2026, 0, 3),
    });
    expect(await runDelivery(world)).toBe(0);
    world.clock.advance(7 * 86_400_000);
    expect(await runDelivery(world)).toBe(1);
    expect(await runDelivery(world)).toBe(0);
    const [key = '', ...rest] = await keysOf(objects, 'acme-cdr');
    expect(rest).toEqual([]);
    expect(key).toBe(`Amazon-Chime-User-Activity-Reports/csv/${acme}/2026/05/31/Acme_ R_D _ Labs_${accountId}_20260531.csv`);
    const lines = (await text((await objects.bucket('acme-cdr').get(key)).body)).split('\r\n');
    expect(lines.slice(1)).toEqual([
      "Acme: R&D / Labs,2026-05-31,'=cmd|calc,ada@acme.example,Registered,2026-01-02,0,0,0",
      'Acme: R&D / Labs,2026-05-31,bob,bob@acme.example,Suspended,2026-01-03,0,0,0',
      '',
    ]);
    world.clock.advance(14 * 86_400_000);
    expect(await runDelivery(world)).toBe(2);
    await world.close();
  });
});

test('a clock that steps back delivers nothing twice, and nothing is lost when it has caught up', async () => {
  const sunday = Date.UTC(2026, 4, 31);
  const world = await createWorld({ instant: sunday + 36 * 3_600_000 });
  const accountId = await createTeam(world.ana, 'Acme');
  await insertMember(world.database, accountId, 'ada@acme.example', { registered_on: Date.UTC(2026, 0, 2) });
  await createBucket(world.ana, 'acme-cdr');
  world.clock.advance(7 * 86_400_000);
  await reportCalls(world, accountId, 'before', 2);
  expect(await runDelivery(world)).toBe(3);
  world.clock.advance(-7 * 86_400_000);
  expect(await runDelivery(world)).toBe(0);
  await reportCalls(world, accountId, 'back', 2);
  expect(await runDelivery(world)).toBe(2);
  world.clock.advance(7 * 86_400_000);
  expect(await runDelivery(world)).toBe(0);
  expect(await keysOf(objectsOf(world), 'acme-cdr')).toHaveLength(5);
  await world.close();
});

test('a bucket with records is not deleted, and they still arrive', async () => {
  const world = await createWorld({ instant });
  const accountId = await createTeam(world.ana, 'Acme');
  await createBucket(world.ana, 'acme-cdr');
  for (const conference of ['one', 'two']) {
    await reportCalls(world, accountId, conference, 1);
    expect(await runDelivery(world)).toBe(1);
    await expect(world.ana.call(DeleteCDRBucket, { BucketName: 'acme-cdr' })).rejects.toMatchObject({ status: 409 });
  }
  await world.close();
});
