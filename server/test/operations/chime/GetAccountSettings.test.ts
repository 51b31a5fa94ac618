import { afterAll, expect, test } from 'vitest';
import { GetAccountSettings } from '../../../src/operations/chime/GetAccountSettings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a new account forbids neither shared control nor allows call-me', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  expect(await world.bo.call(GetAccountSettings, { AccountId })).toEqual({
    AccountSettings: { DisableRemoteControl: false, EnableDialOut: false },
  });
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(GetAccountSettings, { AccountId })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
});
