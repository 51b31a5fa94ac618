import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { RemoveUserFromGroup } from '../../../src/operations/iam/RemoveUserFromGroup.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('who leaves a group loses at once what it allows; leaving again changes nothing', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'listers' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'listers', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(AddUserToGroup, { GroupName: 'listers', UserName: 'bo' });
  await world.bo.call(ListUsers, {});
  await world.ana.call(RemoveUserFromGroup, { GroupName: 'listers', UserName: 'bo' });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(RemoveUserFromGroup, { GroupName: 'listers', UserName: 'bo' });
});

test('404 for a user or a group that is not there', async () => {
  await expect(world.ana.call(RemoveUserFromGroup, { GroupName: 'listers', UserName: 'nobody' })).rejects.toMatchObject({
    message: 'The user with name nobody cannot be found.',
  });
  await expect(world.ana.call(RemoveUserFromGroup, { GroupName: 'nothing', UserName: 'bo' })).rejects.toMatchObject({
    message: 'The group with name nothing cannot be found.',
  });
});
