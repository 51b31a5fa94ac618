import { afterAll, beforeAll, expect, test } from 'vitest';
import { ListAccountAliases } from '../../../src/operations/iam/ListAccountAliases.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an account without an alias has an empty list', async () => {
  expect(await world.ana.call(ListAccountAliases, {})).toEqual({ AccountAliases: [], IsTruncated: false });
});
