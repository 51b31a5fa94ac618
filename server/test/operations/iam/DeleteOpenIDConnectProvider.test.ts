import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { DeleteOpenIDConnectProvider } from '../../../src/operations/iam/DeleteOpenIDConnectProvider.ts';
import { GetOpenIDConnectProvider } from '../../../src/operations/iam/GetOpenIDConnectProvider.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a deleted provider is gone, and deleting it again succeeds', async () => {
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com' });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  await expect(world.gil.call(DeleteOpenIDConnectProvider, input)).rejects.toMatchObject({ code: 'NoSuchEntity' });
  await world.ana.call(GetOpenIDConnectProvider, input);
  await world.ana.call(DeleteOpenIDConnectProvider, input);
  await world.ana.call(DeleteOpenIDConnectProvider, input);
  await expect(world.ana.call(GetOpenIDConnectProvider, input)).rejects.toMatchObject({ code: 'NoSuchEntity' });
});
