import { afterAll, expect, test } from 'vitest';
import { GetAccountSettings } from '../../../src/operations/chime/GetAccountSettings.ts';
import { UpdateAccountSettings } from '../../../src/operations/chime/UpdateAccountSettings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('what is given changes, what is left out stays', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const settings = () => world.ana.call(GetAccountSettings, { AccountId });
  expect(await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { DisableRemoteControl: true } })).toEqual({});
  expect(await settings()).toEqual({ AccountSettings: { DisableRemoteControl: true, EnableDialOut: false } });
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { EnableDialOut: true } });
  expect(await settings()).toEqual({ AccountSettings: { DisableRemoteControl: true, EnableDialOut: true } });
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: { DisableRemoteControl: false } });
  await world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: {} });
  expect(await settings()).toEqual({ AccountSettings: { DisableRemoteControl: false, EnableDialOut: true } });
});

test('400 without AccountSettings', async () => {
  const AccountId = await createTeam(world.ana, 'Silent');
  expect(await world.ana.attempt(UpdateAccountSettings, { AccountId })).toMatchObject({ status: 400 });
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(UpdateAccountSettings, { AccountId, AccountSettings: {} })).rejects.toMatchObject({ status: 404 });
});
