import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { UpdateAssumeRolePolicy } from '../../../src/operations/iam/UpdateAssumeRolePolicy.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a policy that cannot be compiled is refused with its place, and the old one stays', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await expect(world.ana.call(UpdateAssumeRolePolicy, { RoleName: 'r', PolicyDocument: '{"Statement":[{}]}' })).rejects.toMatchObject({
    status: 400,
    code: 'MalformedPolicyDocument',
    message: expect.stringMatching(/\(line 1, column \d+\)$/),
  });
  const { Role } = await world.ana.call(GetRole, { RoleName: 'r' });
  expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(trust('*'));
});
