import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListRoleTags } from '../../../src/operations/iam/ListRoleTags.ts';
import { UntagRole } from '../../../src/operations/iam/UntagRole.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('removes the tags of these keys, and ignores keys that are not there', async () => {
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*'), Tags });
  await world.ana.call(UntagRole, { RoleName: 'r', TagKeys: ['A', 'none'] });
  expect((await world.ana.call(ListRoleTags, { RoleName: 'r' })).Tags).toEqual([{ Key: 'b', Value: '2' }]);
});
