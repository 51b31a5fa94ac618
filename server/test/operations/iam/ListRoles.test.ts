import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListRoles } from '../../../src/operations/iam/ListRoles.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('roles below a path come in pages, without boundary and tags', async () => {
  for (const RoleName of ['b', 'A', 'c']) {
    await world.ana.call(CreateRole, { RoleName, Path: '/ops/', AssumeRolePolicyDocument: trust('*'), Tags: [{ Key: 'k', Value: 'v' }] });
  }
  await world.ana.call(CreateRole, { RoleName: 'elsewhere', AssumeRolePolicyDocument: trust('*') });
  const first = await world.ana.call(ListRoles, { PathPrefix: '/ops/', MaxItems: 2 });
  expect(first.Roles.map(({ RoleName, Tags }) => [RoleName, Tags])).toEqual([
    ['A', undefined],
    ['b', undefined],
  ]);
  const second = await world.ana.call(ListRoles, { PathPrefix: '/ops/', MaxItems: 2, Marker: first.Marker });
  expect(second).toMatchObject({ Roles: [{ RoleName: 'c' }], IsTruncated: false });
});
