import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { ListOpenIDConnectProviderTags } from '../../../src/operations/iam/ListOpenIDConnectProviderTags.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('tags are listed in the order of their keys, in pages', async () => {
  const Tags = ['c', 'a', 'b'].map((Key) => ({ Key, Value: Key }));
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com', Tags });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '', MaxItems: 2 };
  const first = await world.ana.call(ListOpenIDConnectProviderTags, input);
  const rest = await world.ana.call(ListOpenIDConnectProviderTags, { ...input, Marker: first.Marker });
  expect([first.IsTruncated, rest.IsTruncated]).toEqual([true, false]);
  expect([...first.Tags, ...rest.Tags].map(({ Key }) => Key)).toEqual(['a', 'b', 'c']);
});
