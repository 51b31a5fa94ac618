import { afterAll, expect, test } from 'vitest';
import { GetUserSettings } from '../../../src/operations/chime/GetUserSettings.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { UpdateUserSettings } from '../../../src/operations/chime/UpdateUserSettings.ts';
import { createTeam, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const UserId = await inviteUser(world.ana, AccountId, 'ada@acme.example');
const telephony = (InboundCalling: boolean, OutboundCalling: boolean, SMS: boolean) => ({
  Telephony: { InboundCalling, OutboundCalling, SMS },
});

test('what is set is what is got, the last one of several', async () => {
  for (const UserSettings of [telephony(false, true, true), telephony(true, false, false)]) {
    await world.ana.call(UpdateUserSettings, { AccountId, UserId, UserSettings });
    expect(await world.ana.call(GetUserSettings, { AccountId, UserId })).toEqual({ UserSettings });
  }
});

test('only for whom the licenses of users may be changed', async () => {
  const input = { AccountId, UserId, UserSettings: telephony(true, true, true) };
  await expect(world.bo.call(UpdateUserSettings, input)).rejects.toMatchObject({ status: 403, code: 'AccessDeniedException' });
});

test('the settings of a user who is forgotten are forgotten', async () => {
  const gone = await inviteUser(world.ana, AccountId, 'gone@acme.example');
  await world.ana.call(UpdateUserSettings, { AccountId, UserId: gone, UserSettings: telephony(false, false, false) });
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [gone] });
  const left = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('user_settings').selectAll().where('user_id', '=', gone)));
  expect(left).toEqual([]);
});

test('404 for a user that the account does not have', async () => {
  const input = { AccountId, UserId: 'no-such-user', UserSettings: telephony(true, true, true) };
  await expect(world.ana.call(UpdateUserSettings, input)).rejects.toMatchObject({ status: 404 });
});
