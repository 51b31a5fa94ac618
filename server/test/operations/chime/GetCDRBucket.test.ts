import { afterAll, expect, test } from 'vitest';
import { GetCDRBucket } from '../../../src/operations/chime/GetCDRBucket.ts';
import { createBucket, objectsOf } from '../../support/buckets.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
const { ana, gil } = world;
afterAll(() => world.close());

test('tells the bucket with all five properties of it', async () => {
  const BucketName = await createBucket(ana);
  const { CDRBucket } = await ana.call(GetCDRBucket, { BucketName });
  expect(CDRBucket).toMatchObject({
    BucketName,
    Chosen: true,
    Acl: [{ Permission: 'FULL_CONTROL', Public: false }],
    Location: objectsOf(world).place,
    Logging: { Enabled: false },
    Versioning: 'Never',
    Website: false,
    Warnings: [],
  });
});

test("404 for a bucket that is not there, another AWS account's, and one that went away at the store", async () => {
  const [others, gone] = [await createBucket(gil), await createBucket(ana)];
  await objectsOf(world).deleteBucket(gone);
  for (const BucketName of ['no-such-bucket', others, gone]) {
    await expect(ana.call(GetCDRBucket, { BucketName })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
  }
});
