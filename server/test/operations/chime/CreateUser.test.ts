import { afterAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/chime/CreateUser.ts';
import { GetUserByEmail } from '../../../src/operations/chime/GetUserByEmail.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { mailTo } from '../../support/delegates.ts';
import { containing, matching } from '../../support/matchers.ts';
import { createTeam, inviteUser } from '../../support/members.ts';
import { claimDomain, createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a user of a Team is invited by mail, under the name that is given', async () => {
  const AccountId = await createTeam(world.ana, 'Team');
  const { User } = await world.ana.call(CreateUser, { AccountId, Username: ' Ada ', Email: 'Ada@acme.example' });
  expect(User).toMatchObject({
    PrimaryEmail: 'ada@acme.example',
    DisplayName: 'Ada',
    LicenseType: 'Pro',
    UserType: 'PrivateUser',
    UserRegistrationStatus: 'Unregistered',
    UserInvitationStatus: 'Pending',
    PersonalPIN: matching(/^\d{10}$/),
  });
  expect(await world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'ada@acme.example' })).toEqual({ User });
  expect(await mailTo(world, 'ada@acme.example')).toHaveLength(1);
});

test('a shared device is there at once, in a Team and in an Enterprise account, and gets no mail', async () => {
  const team = await createTeam(world.ana, 'Rooms');
  const enterprise = await createEnterprise(world, world.ana, 'Enterprise', 'EnterpriseLWA');
  await claimDomain(world, enterprise, 'claimed.example');
  for (const [AccountId, Email] of [
    [team, 'room@acme.example'],
    [enterprise, 'room@claimed.example'],
  ] as const) {
    const { User } = await world.ana.call(CreateUser, { AccountId, Username: 'Room', Email, UserType: 'SharedDevice' });
    expect(User).toMatchObject({ UserType: 'SharedDevice', UserRegistrationStatus: 'Registered', DisplayName: 'Room' });
    expect(await mailTo(world, Email)).toEqual([]);
  }
});

test('a repeat with the same token is the same user', async () => {
  const AccountId = await createTeam(world.ana, 'Token');
  const input = { AccountId, Email: 'once@acme.example', ClientRequestToken: 'once-only' };
  expect(await world.ana.call(CreateUser, input)).toEqual(await world.ana.call(CreateUser, input));
  expect((await world.ana.call(ListUsers, { AccountId })).Users).toHaveLength(1);
});

test('409 for an address that the account has, or that is of another account’s domain', async () => {
  const AccountId = await createTeam(world.ana, 'Taken');
  await inviteUser(world.ana, AccountId, 'taken@acme.example');
  const theirs = await createEnterprise(world, world.gil, 'Globex', 'EnterpriseLWA');
  await claimDomain(world, theirs, 'globex.example');
  for (const Email of ['Taken@acme.example', 'gil@globex.example']) {
    await expect(world.ana.call(CreateUser, { AccountId, Email })).rejects.toMatchObject({ status: 409, code: 'ConflictException' });
  }
});

test('400 for a private user of an Enterprise account, a device of a foreign domain, and what is no address', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Refuses', 'EnterpriseOIDC');
  await claimDomain(world, AccountId, 'refuses.example');
  const refusal = { status: 400, code: 'BadRequestException' };
  await expect(world.ana.call(CreateUser, { AccountId, Email: 'ada@refuses.example' })).rejects.toMatchObject({
    ...refusal,
    message: containing('Only shared devices are created in it.'),
  });
  const device = { AccountId, UserType: 'SharedDevice' as const };
  for (const input of [device, { ...device, Email: 'room@elsewhere.example' }, { ...device, Email: 'a@b.example\nBcc: c@d.example' }]) {
    await expect(world.ana.call(CreateUser, input)).rejects.toMatchObject(refusal);
  }
});
