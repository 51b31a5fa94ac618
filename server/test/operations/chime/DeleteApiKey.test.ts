import { afterAll, expect, test } from 'vitest';
import { CreateApiKey } from '../../../src/operations/chime/CreateApiKey.ts';
import { DeleteApiKey } from '../../../src/operations/chime/DeleteApiKey.ts';
import { ListApiKeys } from '../../../src/operations/chime/ListApiKeys.ts';
import { createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the key is gone, the others stay', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Acme');
  const [first, second] = [await world.ana.call(CreateApiKey, { AccountId }), await world.ana.call(CreateApiKey, { AccountId })];
  await world.ana.call(DeleteApiKey, { AccountId, ApiKeyId: first.ApiKey.ApiKeyId });
  expect(await world.ana.call(ListApiKeys, { AccountId })).toEqual({ ApiKeys: [second.ApiKey] });
});

test('404 for a key that is deleted already, and for the key of another account', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Mine');
  const { ApiKey } = await world.ana.call(CreateApiKey, { AccountId: await createEnterprise(world, world.ana, 'Second') });
  for (const ApiKeyId of [ApiKey.ApiKeyId, 'nothing'])
    await expect(world.ana.call(DeleteApiKey, { AccountId, ApiKeyId })).rejects.toMatchObject({ status: 404 });
  expect((await world.ana.call(ListApiKeys, { AccountId: ApiKey.AccountId })).ApiKeys).toHaveLength(1);
});
