import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a role of another account does not exist', async () => {
  await world.gil.call(CreateRole, { RoleName: 'theirs', AssumeRolePolicyDocument: trust('*') });
  await expect(world.ana.call(GetRole, { RoleName: 'theirs' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: 'The role with name theirs cannot be found.',
  });
});
