import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListAccessKeys } from '../../../src/operations/iam/ListAccessKeys.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test("a user's keys come in pages with their status", async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const ids: string[] = [];
  for (const _ of [1, 2]) ids.push((await world.ana.call(CreateAccessKey, { UserName: 'carol' })).AccessKey.AccessKeyId);
  const first = await world.ana.call(ListAccessKeys, { UserName: 'carol', MaxItems: 1 });
  const second = await world.ana.call(ListAccessKeys, { UserName: 'carol', Marker: first.Marker });
  expect(first.IsTruncated).toBe(true);
  expect(second.IsTruncated).toBe(false);
  const keys = [...first.AccessKeyMetadata, ...second.AccessKeyMetadata];
  expect(keys.map(({ AccessKeyId }) => AccessKeyId)).toEqual(ids.toSorted());
  expect(keys[0]).toEqual({ UserName: 'carol', AccessKeyId: expect.anything(), Status: 'Active', CreateDate: '2026-06-01T12:00:00Z' });
});

test("without a name, the caller's own", async () => {
  const { AccessKeyMetadata } = await world.ana.call(ListAccessKeys, {});
  expect(AccessKeyMetadata.map(({ AccessKeyId }) => AccessKeyId)).toEqual([world.ana.accessKeyId]);
});
