import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetGroup } from '../../../src/operations/iam/GetGroup.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a member may what the group may, at once, and adding twice is adding once', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'listers' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'listers', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(AddUserToGroup, { GroupName: 'listers', UserName: 'bo' });
  await world.ana.call(AddUserToGroup, { GroupName: 'listers', UserName: 'bo' });
  await world.bo.call(ListUsers, {});
  expect((await world.ana.call(GetGroup, { GroupName: 'listers' })).Users).toHaveLength(1);
});

test('nobody is in more than ten groups', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  for (let number = 0; number <= 10; number++) await world.ana.call(CreateGroup, { GroupName: `group-${number}` });
  for (let number = 0; number < 10; number++) await world.ana.call(AddUserToGroup, { GroupName: `group-${number}`, UserName: 'carol' });
  await world.ana.call(AddUserToGroup, { GroupName: 'group-0', UserName: 'carol' });
  await expect(world.ana.call(AddUserToGroup, { GroupName: 'group-10', UserName: 'carol' })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for GroupsPerUser: 10',
  });
});

test('a user of another account does not exist', async () => {
  await world.gil.call(CreateUser, { UserName: 'greta' });
  await expect(world.ana.call(AddUserToGroup, { GroupName: 'listers', UserName: 'greta' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
