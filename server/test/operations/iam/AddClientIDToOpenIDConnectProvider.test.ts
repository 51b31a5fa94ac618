import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddClientIDToOpenIDConnectProvider } from '../../../src/operations/iam/AddClientIDToOpenIDConnectProvider.ts';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { GetOpenIDConnectProvider } from '../../../src/operations/iam/GetOpenIDConnectProvider.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a client ID is added once, up to a hundred', async () => {
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com', ClientIDList: ['a'] });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  for (const ClientID of ['b', 'b']) await world.ana.call(AddClientIDToOpenIDConnectProvider, { ...input, ClientID });
  expect((await world.ana.call(GetOpenIDConnectProvider, input)).ClientIDList).toEqual(['a', 'b']);
  for (let number = 2; number < 100; number += 1)
    await world.ana.call(AddClientIDToOpenIDConnectProvider, { ...input, ClientID: `c${number}` });
  await expect(world.ana.call(AddClientIDToOpenIDConnectProvider, { ...input, ClientID: 'one more' })).rejects.toMatchObject({
    code: 'LimitExceeded',
  });
});
