import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { DeleteRolePermissionsBoundary } from '../../../src/operations/iam/DeleteRolePermissionsBoundary.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { chimeReadOnly, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a boundary is removed once', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*'), PermissionsBoundary: chimeReadOnly });
  await world.ana.call(DeleteRolePermissionsBoundary, { RoleName: 'r' });
  expect((await world.ana.call(GetRole, { RoleName: 'r' })).Role.PermissionsBoundary).toBeUndefined();
  await expect(world.ana.call(DeleteRolePermissionsBoundary, { RoleName: 'r' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
