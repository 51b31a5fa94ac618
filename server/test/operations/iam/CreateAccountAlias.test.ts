import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccountAlias } from '../../../src/operations/iam/CreateAccountAlias.ts';
import { ListAccountAliases } from '../../../src/operations/iam/ListAccountAliases.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an account has one alias, and no two accounts have the same', async () => {
  for (const AccountAlias of ['acme', 'acme-corp']) await world.ana.call(CreateAccountAlias, { AccountAlias });
  expect((await world.ana.call(ListAccountAliases, {})).AccountAliases).toEqual(['acme-corp']);
  await expect(world.gil.call(CreateAccountAlias, { AccountAlias: 'acme-corp' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
  });
  await world.gil.call(CreateAccountAlias, { AccountAlias: 'acme' });
  for (const AccountAlias of ['acme--corp', '-acme', 'Acme', '123456789012'])
    await expect(world.ana.call(CreateAccountAlias, { AccountAlias }), AccountAlias).rejects.toMatchObject({ code: 'ValidationError' });
});
