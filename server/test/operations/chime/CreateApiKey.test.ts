import { afterAll, expect, test } from 'vitest';
import { CreateApiKey } from '../../../src/operations/chime/CreateApiKey.ts';
import { DeleteApiKey } from '../../../src/operations/chime/DeleteApiKey.ts';
import { matching } from '../../support/matchers.ts';
import { createTeam } from '../../support/members.ts';
import { createEnterprise } from '../../support/people.ts';
import { dumpDatabase } from '../../support/database-dump.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a key has a secret of 256 bits that is recognised by its beginning', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Acme');
  const { ApiKey, Secret } = await world.ana.call(CreateApiKey, { AccountId, Description: 'Okta' });
  expect(Secret).toMatch(/^carillon_scim_[\w-]{43}$/);
  expect(Secret.startsWith(ApiKey.Prefix)).toBe(true);
  expect(ApiKey).toEqual({
    ApiKeyId: matching(/^[0-9a-f-]{36}$/),
    AccountId,
    Prefix: matching(/^carillon_scim_.{6}$/),
    Description: 'Okta',
    CreatedTimestamp: new Date(world.clock.now()).toISOString(),
    CreatedBy: `arn:aws:iam::${acme}:user/admin`,
  });
});

test('the secret is nowhere in the database, audit events included', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Secretive');
  const { Secret } = await world.ana.call(CreateApiKey, { AccountId });
  const rows = [...(await dumpDatabase(world))];
  expect(rows.some((row) => row.includes('CreateApiKey'))).toBe(true);
  expect(rows.filter((row) => row.includes(Secret))).toEqual([]);
});

test('a sixth live key is ResourceLimitExceeded; deleted and expired ones do not count', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Five');
  const soon = new Date(world.clock.now() + 1000).toISOString();
  const { ApiKey } = await world.ana.call(CreateApiKey, { AccountId, ExpiresAt: soon });
  for (let count = 1; count < 5; count++) await world.ana.call(CreateApiKey, { AccountId });
  const refused = { status: 400, code: 'ResourceLimitExceededException' };
  await expect(world.ana.call(CreateApiKey, { AccountId })).rejects.toMatchObject(refused);
  world.clock.advance(1000);
  await world.ana.call(CreateApiKey, { AccountId });
  await expect(world.ana.call(CreateApiKey, { AccountId })).rejects.toMatchObject(refused);
  await world.ana.call(DeleteApiKey, { AccountId, ApiKeyId: ApiKey.ApiKeyId });
  await expect(world.ana.call(CreateApiKey, { AccountId })).rejects.toMatchObject(refused);
});

test('of many simultaneous calls no more than five succeed', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Contested');
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => world.ana.call(CreateApiKey, { AccountId })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
});

test('400 for a time that has passed, 422 for a Team account', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Late');
  const ExpiresAt = new Date(world.clock.now()).toISOString();
  await expect(world.ana.call(CreateApiKey, { AccountId, ExpiresAt })).rejects.toMatchObject({ status: 400, code: 'BadRequestException' });
  const team = await createTeam(world.ana, 'Team');
  await expect(world.ana.call(CreateApiKey, { AccountId: team })).rejects.toMatchObject({ status: 422 });
});

test('a repeat with the same ClientRequestToken answers the first key and secret', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Once');
  const first = await world.ana.call(CreateApiKey, { AccountId, ClientRequestToken: 'once' });
  expect(await world.ana.call(CreateApiKey, { AccountId, ClientRequestToken: 'once' })).toEqual(first);
});
