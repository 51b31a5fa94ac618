import { afterAll, expect, test } from 'vitest';
import { ListCDRBucket } from '../../../src/operations/chime/ListCDRBucket.ts';
import { createBucket } from '../../support/buckets.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test("lists the AWS account's own buckets in pages, and marks the chosen one", async () => {
  for (const name of ['acme-1', 'acme-2', 'acme-3']) await createBucket(world.ana, name);
  await createBucket(world.gil, 'acme-of-globex');
  const first = await world.ana.call(ListCDRBucket, { MaxResults: 2 });
  const second = await world.ana.call(ListCDRBucket, { MaxResults: 2, NextToken: first.NextToken });
  const buckets = [...first.Buckets, ...second.Buckets];
  expect(buckets.map(({ BucketName, Chosen }) => [BucketName, Chosen])).toEqual([
    ['acme-1', true],
    ['acme-2', false],
    ['acme-3', false],
  ]);
  expect(second.NextToken).toBeUndefined();
});

test('a page token of another list is 400', async () => {
  await expect(world.ana.call(ListCDRBucket, { NextToken: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({ status: 400 });
});
