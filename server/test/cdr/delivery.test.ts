import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Objects } from '../../src/objects/object-store.ts';
import { DeleteCDRBucket } from '../../src/operations/chime/DeleteCDRBucket.ts';
import { GetCDRBucket } from '../../src/operations/chime/GetCDRBucket.ts';
import { UpdateCDRBucket } from '../../src/operations/chime/UpdateCDRBucket.ts';
import type { Tx } from '../../src/store/database.ts';
import { createBucket, objectsAt, objectsOf, removeLeftBuckets } from '../support/buckets.ts';
import { keysOf, reportCalls, runDelivery } from '../support/calls.ts';
import { startFaultyStore, type FaultyStore } from '../support/faulty-store.ts';
import { insertMember } from '../support/meetings.ts';
import { createTeam } from '../support/members.ts';
import { startS3rver, type S3rver } from '../support/s3rver.ts';
import { acme, createWorld, folderOf, type World } from '../support/world.ts';

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

describe('at a store that fails in the middle of a delivery', () => {
  let store: S3rver;
  let faulty: FaultyStore;
  let world: World;
  let objects: Objects;
  let bucket: string;
  const count = 24;
  beforeAll(async () => {
    store = await startS3rver();
    faulty = await startFaultyStore(store.endpoint);
  }, 120_000);
  afterAll(async () => {
    await faulty.close();
    await store.stop();
  });
  beforeEach(async () => {
    faulty.decide(() => 'pass');
    world = await createWorld({ instant, openObjects: objectsAt({ ...store, endpoint: faulty.endpoint }) });
    objects = objectsOf(world);
    const accountId = await createTeam(world.ana, 'Acme');
    bucket = await createBucket(world.ana);
    await reportCalls(world, accountId, 'conference', count);
    return () => world.close();
  });

  /** Runs the delivery until all is delivered, each time after the wait that a failure brings. */
  const finish = async (): Promise<void> => {
    faulty.decide(() => 'pass');
    for (let run = 0; run < 5; run++) {
      world.clock.advance(10 * 60_000);
      await runDelivery(world);
    }
  };
  const afterPuts = (passing: number, fault: 'unavailable' | 'lose-answer') => {
    let puts = 0;
    faulty.decide((request) => (request.startsWith('PUT') && ++puts > passing ? fault : 'pass'));
  };

  test('503: none is lost, each is there once', async () => {
    afterPuts(7, 'unavailable');
    const first = await runDelivery(world);
    expect(first).toBeLessThan(count);
    expect(await runDelivery(world)).toBe(0);
    await finish();
    expect(await keysOf(objects, bucket)).toHaveLength(count);
  });

  test('answers that get lost: what was stored unheard is there once', async () => {
    afterPuts(5, 'lose-answer');
    expect(await runDelivery(world)).toBeLessThan(count);
    await finish();
    expect(await keysOf(objects, bucket)).toHaveLength(count);
  });

  test('a move in the middle: each record is in one of the two buckets', async () => {
    afterPuts(5, 'lose-answer');
    await runDelivery(world);
    faulty.decide(() => 'pass');
    await world.ana.call(UpdateCDRBucket, { BucketName: bucket, NewBucketName: 'moved-to' });
    await finish();
    await removeLeftBuckets(world);
    const keys = [...(await keysOf(objects, bucket)), ...(await keysOf(objects, 'moved-to'))];
    expect([keys.length, new Set(keys).size]).toEqual([count, count]);
  });

  test('slowness, and two processes that deliver at the same time: each is there once', async () => {
    faulty.decide(() => 'slow');
    await Promise.all([runDelivery(world), runDelivery(world)]);
    await finish();
    expect(await keysOf(objects, bucket)).toHaveLength(count);
  });

  test('a store that is killed and comes back', async () => {
    let puts = 0;
    faulty.decide((request) => {
      if (request.startsWith('PUT') && ++puts === 6) void store.kill();
      return 'pass';
    });
    const delivered = await runDelivery(world);
    expect(delivered).toBeLessThan(count);
    await store.restart();
    await finish();
    expect(await keysOf(objects, bucket)).toHaveLength(count);
  });

  test('a process that dies before it has noted what it stored: the next one stores nothing twice', async () => {
    let writes = 0;
    const write = async <Value>(awsAccountId: string, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
      if (++writes > 1) throw new Error('Killed.');
      return world.database.write(awsAccountId, work);
    };
    const dying = { ...world.database, write };
    await expect(runDelivery({ ...world, database: dying })).rejects.toThrow('Killed.');
    expect(await keysOf(objects, bucket)).toHaveLength(count);
    await finish();
    expect(await keysOf(objects, bucket)).toHaveLength(count);
  });
});

/** A disk with room for some small objects; undefined where this user may not make one. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-small-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0) return folder;
  console.log('Skipped: this user may not mount a small disk.');
  return undefined;
}

describe('a disk that fills up', () => {
  const disk = mountSmallDisk();
  beforeEach(() => rmSync(join(disk ?? '', 'objects'), { recursive: true, force: true }));
  afterAll(() => {
    if (disk !== undefined) spawnSync('umount', [disk]);
  });

  test.runIf(disk !== undefined)(
    'takes what it can and says so; the rest arrives once there is room, and each record is there once',
    async () => {
      const world = await createWorld({ instant, openObjects: (links, clock) => folderOf(disk ?? '', links, clock) });
      const objects = objectsOf(world);
      const accountId = await createTeam(world.ana, 'Acme');
      await createBucket(world.ana, 'small');
      writeFileSync(join(disk ?? '', 'ballast'), Buffer.alloc(960 * 1024));
      await reportCalls(world, accountId, 'many', 20);
      const first = await runDelivery(world);
      expect(first).toBeLessThan(20);
      const { CDRBucket } = await world.ana.call(GetCDRBucket, { BucketName: 'small' });
      expect(CDRBucket.Warnings).toMatchObject([{ Code: 'DeliveryFailing', Message: expect.stringContaining('no room') }]);
      rmSync(join(disk ?? '', 'ballast'));
      world.clock.advance(10 * 60_000);
      expect(first + (await runDelivery(world))).toBe(20);
      expect(await keysOf(objects, 'small')).toHaveLength(20);
      await world.close();
    },
  );

  test.runIf(disk !== undefined)('what it did not take goes to the bucket of a move, and nothing to both', async () => {
    const world = await createWorld({ instant, openObjects: (links, clock) => folderOf(disk ?? '', links, clock) });
    const objects = objectsOf(world);
    const accountId = await createTeam(world.ana, 'Acme');
    await createBucket(world.ana, 'old');
    writeFileSync(join(disk ?? '', 'ballast'), Buffer.alloc(960 * 1024));
    await reportCalls(world, accountId, 'more', 20);
    const first = await runDelivery(world);
    rmSync(join(disk ?? '', 'ballast'));
    await world.ana.call(UpdateCDRBucket, { BucketName: 'old', NewBucketName: 'new' });
    expect(first + (await runDelivery(world))).toBe(20);
    const keys = [...(await keysOf(objects, 'old')), ...(await keysOf(objects, 'new'))];
    expect([keys.length, new Set(keys).size]).toEqual([20, 20]);
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
