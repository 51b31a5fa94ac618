import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { GetOpenIDConnectProvider } from '../../../src/operations/iam/GetOpenIDConnectProvider.ts';
import { RemoveClientIDFromOpenIDConnectProvider } from '../../../src/operations/iam/RemoveClientIDFromOpenIDConnectProvider.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a client ID is removed, and removing what is not there succeeds', async () => {
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com', ClientIDList: ['a', 'b'] });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  for (const ClientID of ['a', 'a', 'c']) await world.ana.call(RemoveClientIDFromOpenIDConnectProvider, { ...input, ClientID });
  expect((await world.ana.call(GetOpenIDConnectProvider, input)).ClientIDList).toEqual(['b']);
});
