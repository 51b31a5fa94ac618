import { afterAll, expect, test } from 'vitest';
import { DeleteCDRBucket } from '../../../src/operations/chime/DeleteCDRBucket.ts';
import { GetGlobalSettings } from '../../../src/operations/chime/GetGlobalSettings.ts';
import { ListCDRBucket } from '../../../src/operations/chime/ListCDRBucket.ts';
import { setBucketState } from '../../../src/store/cdr-buckets.ts';
import { createBucket, objectsOf, putObject, removeLeftBuckets } from '../../support/buckets.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
const { ana, gil } = world;
const objects = objectsOf(world);
afterAll(() => world.close());

test('deletes the bucket at the store, and records go nowhere any more', async () => {
  const BucketName = await createBucket(ana);
  expect((await ana.call(GetGlobalSettings, {})).BusinessCalling?.CdrBucket).toBe(BucketName);
  expect(await ana.call(DeleteCDRBucket, { BucketName }, { dryRun: true })).toEqual({});
  expect(await objects.findBucket(BucketName)).toBe('ours');
  await ana.call(DeleteCDRBucket, { BucketName });
  expect(await objects.findBucket(BucketName)).toBe('absent');
  expect((await ana.call(GetGlobalSettings, {})).BusinessCalling?.CdrBucket).toBeUndefined();
  await expect(ana.call(DeleteCDRBucket, { BucketName })).rejects.toMatchObject({ status: 404 });
});

test('409 for one that holds anything: nothing is lost, and records still go there', async () => {
  const BucketName = await createBucket(ana);
  await putObject(objects, BucketName, 'a/record', 'content');
  for (const dryRun of [true, false]) {
    await expect(ana.call(DeleteCDRBucket, { BucketName }, { dryRun })).rejects.toMatchObject({ status: 409, code: 'ConflictException' });
  }
  expect(await objects.bucket(BucketName).head('a/record')).toMatchObject({ contentLength: 7 });
  expect((await ana.call(ListCDRBucket, {})).Buckets).toMatchObject([{ BucketName, Chosen: true }]);
});

test('one that is gone at the store already is deleted all the same', async () => {
  const BucketName = await createBucket(ana);
  await objects.deleteBucket(BucketName);
  expect(await ana.call(DeleteCDRBucket, { BucketName })).toEqual({});
});

test('a deletion whose process died is finished by a repetition, or by a job', async () => {
  const [one, two] = [await createBucket(ana), await createBucket(ana)];
  for (const name of [one, two]) await world.database.write(acme, (tx) => setBucketState(tx, name, 'Deleting', world.clock.now()));
  await ana.call(DeleteCDRBucket, { BucketName: one });
  expect(await removeLeftBuckets(world)).toBe(0);
  world.clock.advance(3 * 60_000);
  expect(await removeLeftBuckets(world)).toBe(1);
  expect(await objects.findBucket(two)).toBe('absent');
});

test("404 for another AWS account's", async () => {
  const BucketName = await createBucket(gil);
  await expect(ana.call(DeleteCDRBucket, { BucketName })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
});
