import { afterAll, expect, test } from 'vitest';
import { GetRetentionSettings } from '../../../src/operations/chime/GetRetentionSettings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('an account that was never told otherwise keeps everything for good, and whoever may see its settings sees that', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  expect(await world.bo.call(GetRetentionSettings, { AccountId })).toEqual({
    RetentionSettings: { RoomRetentionSettings: {}, ConversationRetentionSettings: {} },
  });
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.ana, 'Hidden');
  await expect(world.gil.call(GetRetentionSettings, { AccountId })).rejects.toMatchObject({ status: 404 });
});
