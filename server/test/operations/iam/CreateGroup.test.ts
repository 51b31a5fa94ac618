import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { GetGroup } from '../../../src/operations/iam/GetGroup.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a new group is there, with a path and an id of its own', async () => {
  const { Group } = await world.ana.call(CreateGroup, { GroupName: 'staff', Path: '/emea/' });
  expect(Group).toEqual({
    Path: '/emea/',
    GroupName: 'staff',
    GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${acme}:group/emea/staff`,
    CreateDate: '2026-06-01T12:00:00Z',
  });
  expect(await world.ana.call(GetGroup, { GroupName: 'staff' })).toMatchObject({ Group, Users: [], IsTruncated: false });
});

test('a name is taken in any letter case', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'Admins' });
  await expect(world.ana.call(CreateGroup, { GroupName: 'admins' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
    message: 'Group with name admins already exists.',
  });
});
