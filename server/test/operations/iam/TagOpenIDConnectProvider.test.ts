import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { ListOpenIDConnectProviderTags } from '../../../src/operations/iam/ListOpenIDConnectProviderTags.ts';
import { TagOpenIDConnectProvider } from '../../../src/operations/iam/TagOpenIDConnectProvider.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a tag replaces that of the same key; in another letter case it is another one', async () => {
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com' });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  await world.ana.call(TagOpenIDConnectProvider, { ...input, Tags: [{ Key: 'Team', Value: 'a' }] });
  for (const Value of ['b', 'c']) await world.ana.call(TagOpenIDConnectProvider, { ...input, Tags: [{ Key: 'team', Value }] });
  expect((await world.ana.call(ListOpenIDConnectProviderTags, input)).Tags).toEqual([
    { Key: 'Team', Value: 'a' },
    { Key: 'team', Value: 'c' },
  ]);
});
