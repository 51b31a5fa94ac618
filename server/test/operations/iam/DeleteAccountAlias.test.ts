import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccountAlias } from '../../../src/operations/iam/CreateAccountAlias.ts';
import { DeleteAccountAlias } from '../../../src/operations/iam/DeleteAccountAlias.ts';
import { ListAccountAliases } from '../../../src/operations/iam/ListAccountAliases.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an alias is deleted once, and only by its account', async () => {
  await world.ana.call(CreateAccountAlias, { AccountAlias: 'acme' });
  await expect(world.gil.call(DeleteAccountAlias, { AccountAlias: 'acme' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
  await world.ana.call(DeleteAccountAlias, { AccountAlias: 'acme' });
  expect((await world.ana.call(ListAccountAliases, {})).AccountAliases).toEqual([]);
});
