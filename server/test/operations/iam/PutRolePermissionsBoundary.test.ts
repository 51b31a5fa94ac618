import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { ListPolicies } from '../../../src/operations/iam/ListPolicies.ts';
import { PutRolePermissionsBoundary } from '../../../src/operations/iam/PutRolePermissionsBoundary.ts';
import { chimeReadOnly, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a boundary replaces the one before', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*'), PermissionsBoundary: chimeReadOnly });
  const other = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  await world.ana.call(PutRolePermissionsBoundary, { RoleName: 'r', PermissionsBoundary: other });
  expect((await world.ana.call(GetRole, { RoleName: 'r' })).Role.PermissionsBoundary?.PermissionsBoundaryArn).toBe(other);
  expect((await world.ana.call(ListPolicies, { PolicyUsageFilter: 'PermissionsBoundary' })).Policies).toMatchObject([{ Arn: other }]);
});
