import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { DeleteRolePolicy } from '../../../src/operations/iam/DeleteRolePolicy.ts';
import { ListRolePolicies } from '../../../src/operations/iam/ListRolePolicies.ts';
import { PutRolePolicy } from '../../../src/operations/iam/PutRolePolicy.ts';
import { allow, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a policy is deleted once', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(PutRolePolicy, { RoleName: 'r', PolicyName: 'own', PolicyDocument: allow('iam:GetUser') });
  await world.ana.call(DeleteRolePolicy, { RoleName: 'r', PolicyName: 'own' });
  expect((await world.ana.call(ListRolePolicies, { RoleName: 'r' })).PolicyNames).toEqual([]);
  await expect(world.ana.call(DeleteRolePolicy, { RoleName: 'r', PolicyName: 'own' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
