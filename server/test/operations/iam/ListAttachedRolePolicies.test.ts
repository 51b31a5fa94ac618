import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachRolePolicy } from '../../../src/operations/iam/AttachRolePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListAttachedRolePolicies } from '../../../src/operations/iam/ListAttachedRolePolicies.ts';
import { chimeReadOnly, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('attached policies with name and ARN', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(AttachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  expect(await world.ana.call(ListAttachedRolePolicies, { RoleName: 'r' })).toEqual({
    AttachedPolicies: [{ PolicyName: 'AmazonChimeReadOnly', PolicyArn: chimeReadOnly }],
    IsTruncated: false,
  });
});
