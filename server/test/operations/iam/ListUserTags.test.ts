import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListUserTags } from '../../../src/operations/iam/ListUserTags.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('tags come in pages, in the order of their keys', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol', Tags: ['c', 'a', 'b'].map((Key) => ({ Key, Value: Key.repeat(2) })) });
  const first = await world.ana.call(ListUserTags, { UserName: 'carol', MaxItems: 2 });
  expect(first).toMatchObject({ Tags: [{ Key: 'a', Value: 'aa' }, { Key: 'b' }], IsTruncated: true });
  expect(await world.ana.call(ListUserTags, { UserName: 'carol', Marker: first.Marker })).toMatchObject({
    Tags: [{ Key: 'c' }],
    IsTruncated: false,
  });
});

test('a user without tags has an empty list', async () => {
  expect(await world.ana.call(ListUserTags, { UserName: 'bo' })).toMatchObject({ Tags: [], IsTruncated: false });
});
