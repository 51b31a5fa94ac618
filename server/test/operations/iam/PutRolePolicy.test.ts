import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRolePolicy } from '../../../src/operations/iam/GetRolePolicy.ts';
import { PutRolePolicy } from '../../../src/operations/iam/PutRolePolicy.ts';
import { document, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('all inline policies of a role have 10,240 characters together', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  const long = document({ Effect: 'Allow', Action: Array.from({ length: 300 }, (_, number) => `iam:ListUsers${number}`), Resource: '*' });
  await world.ana.call(PutRolePolicy, { RoleName: 'r', PolicyName: 'one', PolicyDocument: long });
  await world.ana.call(PutRolePolicy, { RoleName: 'r', PolicyName: 'one', PolicyDocument: long });
  await expect(world.ana.call(PutRolePolicy, { RoleName: 'r', PolicyName: 'two', PolicyDocument: long })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Maximum policy size of 10240 bytes exceeded for role r',
  });
  expect((await world.ana.call(GetRolePolicy, { RoleName: 'r', PolicyName: 'one' })).PolicyDocument).toContain('iam%3AListUsers299');
});
