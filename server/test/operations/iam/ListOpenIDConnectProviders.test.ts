import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { ListOpenIDConnectProviders } from '../../../src/operations/iam/ListOpenIDConnectProviders.ts';
import { createWorld, acme, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an account’s own providers are listed by their ARNs', async () => {
  await world.gil.call(CreateOpenIDConnectProvider, { Url: 'https://other.example.com' });
  for (const Url of ['https://b.example.com', 'https://a.example.com']) await world.ana.call(CreateOpenIDConnectProvider, { Url });
  expect(await world.ana.call(ListOpenIDConnectProviders, {})).toEqual({
    OpenIDConnectProviderList: ['a', 'b'].map((name) => ({ Arn: `arn:aws:iam::${acme}:oidc-provider/${name}.example.com` })),
  });
});
