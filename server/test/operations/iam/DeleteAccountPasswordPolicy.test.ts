import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeleteAccountPasswordPolicy } from '../../../src/operations/iam/DeleteAccountPasswordPolicy.ts';
import { UpdateAccountPasswordPolicy } from '../../../src/operations/iam/UpdateAccountPasswordPolicy.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a policy is deleted once', async () => {
  await world.ana.call(UpdateAccountPasswordPolicy, {});
  await world.ana.call(DeleteAccountPasswordPolicy, {});
  await expect(world.ana.call(DeleteAccountPasswordPolicy, {})).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});
