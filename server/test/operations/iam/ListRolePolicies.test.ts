import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListRolePolicies } from '../../../src/operations/iam/ListRolePolicies.ts';
import { PutRolePolicy } from '../../../src/operations/iam/PutRolePolicy.ts';
import { allow, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('names in byte order, in pages', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  for (const PolicyName of ['b', 'a'])
    await world.ana.call(PutRolePolicy, { RoleName: 'r', PolicyName, PolicyDocument: allow('iam:GetUser') });
  const first = await world.ana.call(ListRolePolicies, { RoleName: 'r', MaxItems: 1 });
  expect(first).toMatchObject({ PolicyNames: ['a'], IsTruncated: true });
  expect(await world.ana.call(ListRolePolicies, { RoleName: 'r', MaxItems: 1, Marker: first.Marker })).toMatchObject({
    PolicyNames: ['b'],
    IsTruncated: false,
  });
});
