import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachRolePolicy } from '../../../src/operations/iam/AttachRolePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { DetachRolePolicy } from '../../../src/operations/iam/DetachRolePolicy.ts';
import { chimeReadOnly, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('404 for a policy that is not attached', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(AttachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  await world.ana.call(DetachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  await expect(world.ana.call(DetachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
