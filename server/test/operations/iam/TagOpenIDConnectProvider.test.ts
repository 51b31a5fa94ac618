import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { ListOpenIDConnectProviderTags } from '../../../src/operations/iam/ListOpenIDConnectProviderTags.ts';
import { TagOpenIDConnectProvider } from '../../../src/operations/iam/TagOpenIDConnectProvider.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a key in another letter case replaces the tag', async () => {
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com' });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  await world.ana.call(TagOpenIDConnectProvider, { ...input, Tags: [{ Key: 'Team', Value: 'a' }] });
  await world.ana.call(TagOpenIDConnectProvider, { ...input, Tags: [{ Key: 'team', Value: 'b' }] });
  expect((await world.ana.call(ListOpenIDConnectProviderTags, input)).Tags).toEqual([{ Key: 'team', Value: 'b' }]);
});
