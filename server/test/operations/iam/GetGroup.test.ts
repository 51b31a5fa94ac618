import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetGroup } from '../../../src/operations/iam/GetGroup.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the members come in pages, each once', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  for (const UserName of ['zoe', 'amir', 'beth']) {
    await world.ana.call(CreateUser, { UserName });
    await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName });
  }
  const first = await world.ana.call(GetGroup, { GroupName: 'staff', MaxItems: 2 });
  expect(first).toMatchObject({ Group: { GroupName: 'staff' }, Users: [{ UserName: 'amir' }, { UserName: 'beth' }], IsTruncated: true });
  const second = await world.ana.call(GetGroup, { GroupName: 'staff', Marker: first.Marker });
  expect(second).toMatchObject({ Group: { GroupName: 'staff' }, Users: [{ UserName: 'zoe' }], IsTruncated: false });
});

test('404 for a group of another account', async () => {
  await world.gil.call(CreateGroup, { GroupName: 'globex-staff' });
  await expect(world.ana.call(GetGroup, { GroupName: 'globex-staff' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: 'The group with name globex-staff cannot be found.',
  });
});
