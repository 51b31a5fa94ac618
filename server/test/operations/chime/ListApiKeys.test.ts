import { afterAll, expect, test } from 'vitest';
import { CreateApiKey } from '../../../src/operations/chime/CreateApiKey.ts';
import { ListApiKeys } from '../../../src/operations/chime/ListApiKeys.ts';
import { createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('lists the keys, oldest first, and never a secret', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Acme');
  const made = [];
  for (const Description of ['Okta', 'Entra', 'Spare']) made.push((await world.ana.call(CreateApiKey, { AccountId, Description })).ApiKey);
  expect(await world.ana.call(ListApiKeys, { AccountId })).toEqual({ ApiKeys: made });
  const first = await world.ana.call(ListApiKeys, { AccountId, MaxResults: 2 });
  expect(first.ApiKeys).toEqual(made.slice(0, 2));
  expect(await world.ana.call(ListApiKeys, { AccountId, MaxResults: 2, NextToken: first.NextToken })).toEqual({ ApiKeys: made.slice(2) });
});

test('an expired key is still listed, so that it can be recognised', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Expired');
  await world.ana.call(CreateApiKey, { AccountId, ExpiresAt: new Date(world.clock.now() + 1).toISOString() });
  world.clock.advance(60_000);
  expect((await world.ana.call(ListApiKeys, { AccountId })).ApiKeys).toHaveLength(1);
});

test('400 for the page token of another account', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Paged');
  for (let count = 0; count < 2; count++) await world.ana.call(CreateApiKey, { AccountId });
  const { NextToken } = await world.ana.call(ListApiKeys, { AccountId, MaxResults: 1 });
  const other = await createEnterprise(world, world.ana, 'Other');
  await expect(world.ana.call(ListApiKeys, { AccountId: other, NextToken })).rejects.toMatchObject({ status: 400 });
});
