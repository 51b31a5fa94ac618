import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { UpdateRole } from '../../../src/operations/iam/UpdateRole.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('what is given changes, the rest stays', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*'), Description: 'one' });
  await world.ana.call(UpdateRole, { RoleName: 'r', MaxSessionDuration: 43_200 });
  expect((await world.ana.call(GetRole, { RoleName: 'r' })).Role).toMatchObject({ Description: 'one', MaxSessionDuration: 43_200 });
  await expect(world.ana.call(UpdateRole, { RoleName: 'r', MaxSessionDuration: 43_201 })).rejects.toMatchObject({
    code: 'ValidationError',
  });
});

test('answers the empty result that clients look for', async () => {
  expect((await world.ana.attempt(UpdateRole, { RoleName: 'r' })).body).toContain('<UpdateRoleResult/>');
});
