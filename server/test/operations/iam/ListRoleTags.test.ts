import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListRoleTags } from '../../../src/operations/iam/ListRoleTags.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('tags come in pages', async () => {
  const Tags = ['a', 'b', 'c'].map((Key) => ({ Key, Value: '' }));
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*'), Tags });
  const first = await world.ana.call(ListRoleTags, { RoleName: 'r', MaxItems: 2 });
  expect(first).toMatchObject({ Tags: [{ Key: 'a' }, { Key: 'b' }], IsTruncated: true });
  expect(await world.ana.call(ListRoleTags, { RoleName: 'r', MaxItems: 2, Marker: first.Marker })).toMatchObject({ Tags: [{ Key: 'c' }] });
});
