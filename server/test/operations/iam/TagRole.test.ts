import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListRoleTags } from '../../../src/operations/iam/ListRoleTags.ts';
import { TagRole } from '../../../src/operations/iam/TagRole.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a key in another letter case replaces the tag', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(TagRole, { RoleName: 'r', Tags: [{ Key: 'Team', Value: 'a' }] });
  await world.ana.call(TagRole, { RoleName: 'r', Tags: [{ Key: 'team', Value: 'b' }] });
  expect((await world.ana.call(ListRoleTags, { RoleName: 'r' })).Tags).toEqual([{ Key: 'team', Value: 'b' }]);
});
