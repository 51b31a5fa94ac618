import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRolePolicy } from '../../../src/operations/iam/GetRolePolicy.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('404 for a policy that the role does not have', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await expect(world.ana.call(GetRolePolicy, { RoleName: 'r', PolicyName: 'none' })).rejects.toMatchObject({
    status: 404,
    message: 'The role policy with name none cannot be found.',
  });
});
