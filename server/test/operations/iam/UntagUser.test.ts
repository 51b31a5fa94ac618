import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListUserTags } from '../../../src/operations/iam/ListUserTags.ts';
import { UntagUser } from '../../../src/operations/iam/UntagUser.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('tags go by their keys in any letter case; keys that are not there do not matter', async () => {
  await world.ana.call(CreateUser, {
    UserName: 'carol',
    Tags: [
      { Key: 'Team', Value: 'a' },
      { Key: 'level', Value: '1' },
    ],
  });
  await world.ana.call(UntagUser, { UserName: 'carol', TagKeys: ['team', 'absent'] });
  expect((await world.ana.call(ListUserTags, { UserName: 'carol' })).Tags).toEqual([{ Key: 'level', Value: '1' }]);
});

test('404 for a user who is not there', async () => {
  await expect(world.ana.call(UntagUser, { UserName: 'nobody', TagKeys: ['team'] })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
