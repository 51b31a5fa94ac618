import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Objects } from '../../src/objects/object-store.ts';
import { GetCDRBucket } from '../../src/operations/chime/GetCDRBucket.ts';
import { UpdateCDRBucket } from '../../src/operations/chime/UpdateCDRBucket.ts';
import type { Tx } from '../../src/store/database.ts';
import { createBucket, objectsAt, objectsOf, removeLeftBuckets, type StoreAddress } from '../support/buckets.ts';
import { keysOf, reportCalls, runDelivery } from '../support/calls.ts';
import { isOnPostgres } from '../support/engine.ts';
import { startFaultyStore, type FaultyStore } from '../support/faulty-store.ts';
import { createTeam } from '../support/members.ts';
import { isInstalled } from '../support/peers.ts';
import { startS3rver } from '../support/s3rver.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { startSwift, swift } from '../support/swift.ts';
import { createWorld, folderOf, type World } from '../support/world.ts';

const instant = Date.UTC(2026, 5, 1, 12);

/** A store in a process of its own, or in several. */
interface Mortal extends StoreAddress {
  /** Each ends a part of the store at once, in the middle of whatever it does. */
  readonly parts: readonly { readonly name: string; kill(): Promise<void>; restart(): Promise<void> }[];
  /** Has done what the store does in the background, such as to list what it took while a part was away. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Whatever happens to the store in the middle of a delivery: in the end each record is there once. */
function proveDelivery(
  storeName: string,
  { parts: partNames, disk, start }: { parts: readonly string[]; disk: SmallDisk | undefined; start: (folder?: string) => Promise<Mortal> },
): void {
  describe(`${storeName}, failing in the middle of a delivery`, () => {
    let store: Mortal;
    let faulty: FaultyStore;
    let world: World;
    let objects: Objects;
    let bucket: string;
    const count = 16;
    beforeAll(async () => {
      store = await start(disk?.folder);
      faulty = await startFaultyStore(store.endpoint);
    }, 120_000);
    afterAll(async () => {
      await faulty.close();
      await store.stop();
      disk?.unmount();
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

    test.each(partNames)('a store whose %s is killed, and comes back', async (partName) => {
      const part = store.parts.find(({ name }) => name === partName);
      let puts = 0;
      let killed: Promise<void> | undefined;
      faulty.decide((request) => {
        if (request.startsWith('PUT') && ++puts === 6) killed = part?.kill();
        return 'pass';
      });
      expect(await runDelivery(world)).toBeLessThan(count);
      await killed;
      await part?.restart();
      await finish();
      await store.settle();
      expect(await keysOf(objects, bucket)).toHaveLength(count);
    });

    test.runIf(disk !== undefined)('a disk that fills up: what it did not take arrives once there is room', async () => {
      disk?.fill();
      expect(await runDelivery(world)).toBeLessThan(count);
      disk?.free();
      // Some do not survive it.
      for (const part of store.parts) await part.restart();
      await finish();
      await store.settle();
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
}

proveDelivery('s3rver', {
  parts: ['process'],
  disk: mountSmallDisk(),
  async start(folder) {
    const store = await startS3rver(folder);
    return { ...store, parts: [{ name: 'process', kill: store.kill, restart: store.restart }], settle: async () => undefined };
  },
});

// What Swift does is the same on either database, and it takes long to start.
if (!isOnPostgres && isInstalled(swift)) {
  proveDelivery('OpenStack Swift', {
    parts: ['proxy', 'object'],
    disk: mountSmallDisk(),
    async start(folder) {
      const store = await startSwift(folder);
      const part = (name: 'proxy' | 'object') => ({
        name,
        kill: () => store.kill(name),
        restart: () => store.restart(name),
      });
      return { ...store, parts: [part('proxy'), part('object')] };
    },
  });
}

describe('a folder on a disk that fills up', () => {
  const disk = mountSmallDisk();
  beforeEach(() => rmSync(join(disk?.folder ?? '', 'objects'), { recursive: true, force: true }));
  afterAll(() => disk?.unmount());

  test.runIf(disk !== undefined)(
    'takes what it can and says so; the rest arrives once there is room, and each record is there once',
    async () => {
      const world = await createWorld({ instant, openObjects: (links, clock) => folderOf(disk?.folder ?? '', links, clock) });
      const objects = objectsOf(world);
      const accountId = await createTeam(world.ana, 'Acme');
      await createBucket(world.ana, 'small');
      disk?.fill();
      await reportCalls(world, accountId, 'many', 20);
      const first = await runDelivery(world);
      expect(first).toBeLessThan(20);
      const { CDRBucket } = await world.ana.call(GetCDRBucket, { BucketName: 'small' });
      expect(CDRBucket.Warnings).toMatchObject([{ Code: 'DeliveryFailing', Message: expect.stringContaining('no room') }]);
      disk?.free();
      world.clock.advance(10 * 60_000);
      expect(first + (await runDelivery(world))).toBe(20);
      expect(await keysOf(objects, 'small')).toHaveLength(20);
      await world.close();
    },
  );

  test.runIf(disk !== undefined)('what it did not take goes to the bucket of a move, and nothing to both', async () => {
    const world = await createWorld({ instant, openObjects: (links, clock) => folderOf(disk?.folder ?? '', links, clock) });
    const objects = objectsOf(world);
    const accountId = await createTeam(world.ana, 'Acme');
    await createBucket(world.ana, 'old');
    disk?.fill();
    await reportCalls(world, accountId, 'more', 20);
    const first = await runDelivery(world);
    disk?.free();
    await world.ana.call(UpdateCDRBucket, { BucketName: 'old', NewBucketName: 'new' });
    expect(first + (await runDelivery(world))).toBe(20);
    const keys = [...(await keysOf(objects, 'old')), ...(await keysOf(objects, 'new'))];
    expect([keys.length, new Set(keys).size]).toEqual([20, 20]);
    await world.close();
  });
});
