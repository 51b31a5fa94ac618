import { afterAll, expect, test } from 'vitest';
import { GetUserSettings } from '../../../src/operations/chime/GetUserSettings.ts';
import { createTeam, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const UserId = await inviteUser(world.ana, AccountId, 'ada@acme.example');

test('a user for whom nothing was set may call and be called', async () => {
  expect(await world.bo.call(GetUserSettings, { AccountId, UserId })).toEqual({
    UserSettings: { Telephony: { InboundCalling: true, OutboundCalling: true, SMS: true } },
  });
});

test('404 for a user that the account does not have', async () => {
  for (const input of [
    { AccountId, UserId: 'no-such-user' },
    { AccountId: await createTeam(world.ana, 'Other'), UserId },
  ]) {
    await expect(world.ana.call(GetUserSettings, input)).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
  }
});
