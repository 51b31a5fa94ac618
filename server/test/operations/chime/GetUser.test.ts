import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { matching } from '../../support/matchers.ts';
import { addMember, changeUser, createTeam, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');

test('who is invited shows as such, and members that have no value are absent', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'invited@acme.example');
  expect(await world.bo.call(GetUser, { AccountId, UserId })).toStrictEqual({
    User: {
      UserId,
      AccountId,
      PrimaryEmail: 'invited@acme.example',
      LicenseType: 'Pro',
      UserType: 'PrivateUser',
      UserRegistrationStatus: 'Unregistered',
      UserInvitationStatus: 'Pending',
      InvitedOn: new Date(world.clock.now()).toISOString(),
      PersonalPIN: matching(/^[1-9]\d{9}$/),
    },
  });
});

test('who is registered shows name and time of registration', async () => {
  const UserId = await addMember(world, world.ana, AccountId, 'member@acme.example');
  await changeUser(world, UserId, { display_name: 'Mem Ber' });
  expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({
    User: { DisplayName: 'Mem Ber', UserRegistrationStatus: 'Registered', RegisteredOn: new Date(world.clock.now()).toISOString() },
  });
});

test('404 for a user of another account, of another AWS account, or none', async () => {
  const other = await createTeam(world.ana, 'Other');
  const elsewhere = await inviteUser(world.ana, other, 'elsewhere@acme.example');
  for (const UserId of [elsewhere, 'no-such-user']) {
    await expect(world.ana.call(GetUser, { AccountId, UserId })).rejects.toMatchObject({
      status: 404,
      code: 'NotFoundException',
      message: `User ${UserId} does not exist in account ${AccountId}.`,
    });
  }
  await expect(world.gil.call(GetUser, { AccountId: other, UserId: elsewhere })).rejects.toMatchObject({
    status: 404,
    message: `Account ${other} does not exist in this AWS account.`,
  });
});
