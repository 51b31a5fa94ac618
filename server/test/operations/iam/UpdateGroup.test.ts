import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { GetGroup } from '../../../src/operations/iam/GetGroup.ts';
import { UpdateGroup } from '../../../src/operations/iam/UpdateGroup.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a renamed group keeps its id and members', async () => {
  const { Group } = await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  await world.ana.call(UpdateGroup, { GroupName: 'staff', NewGroupName: 'people', NewPath: '/emea/' });
  expect(await world.ana.call(GetGroup, { GroupName: 'people' })).toMatchObject({
    Group: { GroupId: Group.GroupId, Arn: `arn:aws:iam::${acme}:group/emea/people` },
    Users: [{ UserName: 'bo' }],
  });
  await expect(world.ana.call(GetGroup, { GroupName: 'staff' })).rejects.toMatchObject({ code: 'NoSuchEntity' });
});

test('a name in use is refused', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'one' });
  await world.ana.call(CreateGroup, { GroupName: 'two' });
  await expect(world.ana.call(UpdateGroup, { GroupName: 'one', NewGroupName: 'TWO' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
  });
});
