import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { DeleteAccessKey } from '../../../src/operations/iam/DeleteAccessKey.ts';
import { DeleteUser } from '../../../src/operations/iam/DeleteUser.ts';
import { DeleteUserPolicy } from '../../../src/operations/iam/DeleteUserPolicy.ts';
import { DetachUserPolicy } from '../../../src/operations/iam/DetachUserPolicy.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { RemoveUserFromGroup } from '../../../src/operations/iam/RemoveUserFromGroup.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a user is deleted once nothing is left of it, and each refusal names what must go first', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'carol' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
  await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'self', PolicyDocument: allow('iam:GetUser') });
  await world.ana.call(AttachUserPolicy, { UserName: 'carol', PolicyArn: chimeReadOnly });

  const refused = (message: string) =>
    expect(world.ana.call(DeleteUser, { UserName: 'carol' })).rejects.toMatchObject({ status: 409, code: 'DeleteConflict', message });
  await refused(`Cannot delete entity, must detach all policies first. Still there: ${chimeReadOnly}.`);
  await world.ana.call(DetachUserPolicy, { UserName: 'carol', PolicyArn: chimeReadOnly });
  await refused('Cannot delete entity, must delete policies first. Still there: self.');
  await world.ana.call(DeleteUserPolicy, { UserName: 'carol', PolicyName: 'self' });
  await refused(`Cannot delete entity, must delete access keys first. Still there: ${AccessKey.AccessKeyId}.`);
  await world.ana.call(DeleteAccessKey, { UserName: 'carol', AccessKeyId: AccessKey.AccessKeyId });
  await refused('Cannot delete entity, must remove users from group first. Still there: staff.');
  await world.ana.call(RemoveUserFromGroup, { GroupName: 'staff', UserName: 'carol' });

  await world.ana.call(DeleteUser, { UserName: 'carol' });
  await expect(world.ana.call(GetUser, { UserName: 'carol' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});

test('a user of the same name later is somebody else', async () => {
  const first = await world.ana.call(CreateUser, { UserName: 'dave' });
  await world.ana.call(DeleteUser, { UserName: 'dave' });
  const second = await world.ana.call(CreateUser, { UserName: 'dave' });
  expect(second.User?.UserId).not.toBe(first.User?.UserId);
});

test('a user of another account cannot be deleted', async () => {
  await world.gil.call(CreateUser, { UserName: 'greta' });
  await expect(world.ana.call(DeleteUser, { UserName: 'greta' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});
