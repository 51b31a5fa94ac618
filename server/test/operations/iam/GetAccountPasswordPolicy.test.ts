import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetAccountPasswordPolicy } from '../../../src/operations/iam/GetAccountPasswordPolicy.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('404 while the account has no policy of its own', async () => {
  await expect(world.ana.call(GetAccountPasswordPolicy, {})).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});
