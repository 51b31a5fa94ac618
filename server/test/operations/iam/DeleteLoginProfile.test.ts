import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateLoginProfile } from '../../../src/operations/iam/CreateLoginProfile.ts';
import { DeleteLoginProfile } from '../../../src/operations/iam/DeleteLoginProfile.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a password is deleted once', async () => {
  await world.ana.call(CreateLoginProfile, { UserName: 'bo', Password: 'Correct-Horse-9' });
  await world.ana.call(DeleteLoginProfile, { UserName: 'bo' });
  await expect(world.ana.call(DeleteLoginProfile, { UserName: 'bo' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});
