import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { ListGroupsForUser } from '../../../src/operations/iam/ListGroupsForUser.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test("a user's groups come in pages, in the order of their names", async () => {
  for (const GroupName of ['c', 'a', 'b', 'other']) await world.ana.call(CreateGroup, { GroupName });
  for (const GroupName of ['c', 'a', 'b']) await world.ana.call(AddUserToGroup, { GroupName, UserName: 'bo' });
  const first = await world.ana.call(ListGroupsForUser, { UserName: 'bo', MaxItems: 2 });
  expect(first).toMatchObject({ Groups: [{ GroupName: 'a' }, { GroupName: 'b' }], IsTruncated: true });
  expect(await world.ana.call(ListGroupsForUser, { UserName: 'bo', Marker: first.Marker })).toMatchObject({
    Groups: [{ GroupName: 'c' }],
    IsTruncated: false,
  });
});
