import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { DeletePolicy } from '../../../src/operations/iam/DeletePolicy.ts';
import { DeleteUserPermissionsBoundary } from '../../../src/operations/iam/DeleteUserPermissionsBoundary.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { ListEntitiesForPolicy } from '../../../src/operations/iam/ListEntitiesForPolicy.ts';
import { ListPolicies } from '../../../src/operations/iam/ListPolicies.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPermissionsBoundary } from '../../../src/operations/iam/PutUserPermissionsBoundary.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const boundary = `arn:aws:iam::${acme}:policy/only-chime`;

test('what the boundary does not allow is refused from the next request on, and the denial names the boundary', async () => {
  await world.ana.call(CreatePolicy, { PolicyName: 'only-chime', PolicyDocument: allow('chime:*') });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' });
  await world.bo.call(ListUsers, {});
  await world.ana.call(PutUserPermissionsBoundary, { UserName: 'bo', PermissionsBoundary: boundary });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({
    status: 403,
    message: expect.stringMatching(/because no permissions boundary allows the iam:ListUsers action$/),
  });
});

test('the boundary is shown on the user and on the policy, and the policy cannot be deleted', async () => {
  const { User } = await world.ana.call(GetUser, { UserName: 'bo' });
  expect(User.PermissionsBoundary?.PermissionsBoundaryArn).toBe(boundary);
  expect((await world.ana.call(ListPolicies, { PolicyUsageFilter: 'PermissionsBoundary' })).Policies).toMatchObject([
    { Arn: boundary, PermissionsBoundaryUsageCount: 1 },
  ]);
  expect(await world.ana.call(ListEntitiesForPolicy, { PolicyArn: boundary })).toMatchObject({ PolicyUsers: [{ UserName: 'bo' }] });
  expect(await world.ana.call(ListEntitiesForPolicy, { PolicyArn: boundary, PolicyUsageFilter: 'PermissionsPolicy' })).toMatchObject({
    PolicyUsers: [],
  });
  await expect(world.ana.call(DeletePolicy, { PolicyArn: boundary })).rejects.toMatchObject({
    code: 'DeleteConflict',
    message: expect.stringContaining('user bo (boundary)'),
  });
});

test('404 for a policy that does not exist', async () => {
  const PermissionsBoundary = `arn:aws:iam::${acme}:policy/none`;
  await expect(world.ana.call(PutUserPermissionsBoundary, { UserName: 'bo', PermissionsBoundary })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
  await world.ana.call(DeleteUserPermissionsBoundary, { UserName: 'bo' });
  await world.ana.call(DeletePolicy, { PolicyArn: boundary });
});
