import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { ListOpenIDConnectProviderTags } from '../../../src/operations/iam/ListOpenIDConnectProviderTags.ts';
import { UntagOpenIDConnectProvider } from '../../../src/operations/iam/UntagOpenIDConnectProvider.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a tag is taken away, and others stay', async () => {
  const Tags = ['team', 'site'].map((Key) => ({ Key, Value: 'a' }));
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com', Tags });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  await world.ana.call(UntagOpenIDConnectProvider, { ...input, TagKeys: ['team', 'SITE', 'none'] });
  expect((await world.ana.call(ListOpenIDConnectProviderTags, input)).Tags).toEqual([{ Key: 'site', Value: 'a' }]);
});
