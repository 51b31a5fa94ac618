import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { GetOpenIDConnectProvider } from '../../../src/operations/iam/GetOpenIDConnectProvider.ts';
import { UpdateOpenIDConnectProviderThumbprint } from '../../../src/operations/iam/UpdateOpenIDConnectProviderThumbprint.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the new thumbprints replace the old ones', async () => {
  const ThumbprintList = ['a'.repeat(40)];
  const made = await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com', ThumbprintList });
  const input = { OpenIDConnectProviderArn: made.OpenIDConnectProviderArn ?? '' };
  await world.ana.call(UpdateOpenIDConnectProviderThumbprint, { ...input, ThumbprintList: ['B'.repeat(40), 'c'.repeat(40)] });
  expect((await world.ana.call(GetOpenIDConnectProvider, input)).ThumbprintList).toEqual(['b'.repeat(40), 'c'.repeat(40)]);
  await expect(world.ana.call(UpdateOpenIDConnectProviderThumbprint, { ...input, ThumbprintList: ['z'.repeat(40)] })).rejects.toMatchObject(
    { code: 'InvalidInput' },
  );
});
