import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetLoginProfile } from '../../../src/operations/iam/GetLoginProfile.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('404 for a user without a password', async () => {
  await expect(world.ana.call(GetLoginProfile, { UserName: 'bo' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: 'Login Profile for User bo cannot be found.',
  });
});
