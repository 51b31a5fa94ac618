import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { UpdateRoleDescription } from '../../../src/operations/iam/UpdateRoleDescription.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the description changes and nothing else', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*'), MaxSessionDuration: 7200 });
  const { Role } = await world.ana.call(UpdateRoleDescription, { RoleName: 'r', Description: 'Looks after it' });
  expect(Role).toMatchObject({ RoleName: 'r', Description: 'Looks after it', MaxSessionDuration: 7200 });
  expect((await world.ana.call(GetRole, { RoleName: 'r' })).Role).toMatchObject({
    Description: 'Looks after it',
    MaxSessionDuration: 7200,
  });
});
