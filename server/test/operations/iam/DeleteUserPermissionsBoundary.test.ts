import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { DeleteUserPermissionsBoundary } from '../../../src/operations/iam/DeleteUserPermissionsBoundary.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPermissionsBoundary } from '../../../src/operations/iam/PutUserPermissionsBoundary.ts';
import { chimeReadOnly } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('without its boundary a user may again what its policies allow', async () => {
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' });
  await world.ana.call(PutUserPermissionsBoundary, { UserName: 'bo', PermissionsBoundary: chimeReadOnly });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(DeleteUserPermissionsBoundary, { UserName: 'bo' });
  await world.bo.call(ListUsers, {});
  expect((await world.ana.call(GetUser, { UserName: 'bo' })).User.PermissionsBoundary).toBeUndefined();
  await expect(world.ana.call(DeleteUserPermissionsBoundary, { UserName: 'bo' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
