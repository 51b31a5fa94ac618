import { afterAll, expect, test } from 'vitest';
import { DeleteDomain } from '../../../src/operations/chime/DeleteDomain.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { GetUserByEmail } from '../../../src/operations/chime/GetUserByEmail.ts';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { UpdateUserSettings } from '../../../src/operations/chime/UpdateUserSettings.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { findOpenIdConfig } from '../../../src/store/openid-configs.ts';
import { linkUser } from '../../../src/store/openid-links.ts';
import { findUserByEmail } from '../../../src/store/users.ts';
import { findLogin, insertLogin } from '../../../src/store/user-logins.ts';
import { addAddress, findClaim, profilesOf, putClaim } from '../../support/claims.ts';
import { containing } from '../../support/matchers.ts';
import {
  addMember,
  changeAccount,
  changeUser,
  countSessions,
  createTeam,
  findUserRow,
  inviteUser,
  present,
  signIn,
} from '../../support/members.ts';
import { configureOpenId } from '../../support/openid.ts';
import { withAccount } from '../../support/people.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

const nobody = { UsersReleased: 0, UsersStillSuspended: 0, ProfilesRemoved: 0, SecondaryAddressesRemoved: 0, SessionsEnded: 0 };

/** An account whose users have addresses of the domain, proved by now. */
async function enterprise(name: string, domains: readonly string[], type: 'EnterpriseLWA' | 'EnterpriseDirectory' | 'EnterpriseOIDC') {
  const AccountId = await createTeam(world.ana, name);
  const member = (local: string, domain = domains[0] ?? '') => addMember(world, world.ana, AccountId, `${local}@${domain}`);
  const prove = async () => {
    await changeAccount(world, AccountId, { type });
    for (const domain of domains) await putClaim(world, AccountId, domain);
  };
  return { AccountId, member, prove };
}

test('the users of the domain are signed out everywhere and released, the suspended stay so, the others notice nothing', async () => {
  const { AccountId, member, prove } = await enterprise('Acme', ['gone.example', 'kept.example'], 'EnterpriseLWA');
  const [ana, bo, suspended, other, sub] = [
    await member('ana'),
    await member('bo'),
    await member('su'),
    await member('o', 'kept.example'),
    await member('ana', 'sub.gone.example'),
  ];
  await addAddress(world, AccountId, other, 'o@gone.example');
  await addAddress(world, AccountId, ana, 'ana@kept.example');
  await prove();
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [suspended] });
  for (const id of [ana, ana, bo, other, sub]) await signIn(world, id);
  const claim = { AccountId, DomainName: 'Gone.example' };
  const Removal = { ...nobody, UsersReleased: 2, UsersStillSuspended: 1, SecondaryAddressesRemoved: 1, SessionsEnded: 3 };

  const before = await profilesOf(world, 'gone.example');
  expect(await world.ana.call(DeleteDomain, claim, { dryRun: true })).toEqual({ Removal });
  expect(await profilesOf(world, 'gone.example')).toEqual(before);
  expect(await countSessions(world, ana)).toBe(2);

  expect((await world.ana.attempt(DeleteDomain, claim)).status).toBe(204);
  expect(await findClaim(world, AccountId, 'gone.example')).toBeUndefined();
  expect(await Promise.all([ana, bo, suspended, other, sub].map((id) => countSessions(world, id)))).toEqual([0, 0, 0, 1, 1]);
  expect(await world.ana.call(GetUser, { AccountId, UserId: ana })).toMatchObject({
    User: { UserRegistrationStatus: 'Unregistered', Released: true },
  });
  expect(await world.ana.call(GetUser, { AccountId, UserId: suspended })).toMatchObject({ User: { UserRegistrationStatus: 'Suspended' } });
  for (const id of [other, sub]) {
    expect(await world.ana.call(GetUser, { AccountId, UserId: id })).toMatchObject({ User: { UserRegistrationStatus: 'Registered' } });
  }
  await expect(world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'o@gone.example' })).rejects.toMatchObject({ status: 404 });
  const { Users = [] } = await world.ana.call(ListUsers, { AccountId, Status: 'Released' });
  expect(Users.map(({ UserId }) => UserId).toSorted()).toEqual([ana, bo].toSorted());
  expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'EnterpriseLWA' } });
});

test('who starts anew shows the mailbox once more: the old password opens nothing', async () => {
  const { AccountId, member, prove } = await enterprise('Passwords', ['secret.example'], 'EnterpriseLWA');
  for (const local of ['ana', 'su']) await member(local);
  await prove();
  const suspended = (await profilesOf(world, 'secret.example'))[1]?.id ?? '';
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [suspended] });
  const emails = ['ana@secret.example', 'su@secret.example', 'x@other.example'];
  const login = { passwordHash: 'hash', now: world.clock.now() };
  await world.database.write('', async (tx) => {
    for (const email of emails) await insertLogin(tx, { email, ...login });
  });
  await world.ana.call(DeleteDomain, { AccountId, DomainName: 'secret.example' });
  const left = await world.database.read('', (tx) => Promise.all(emails.map((email) => findLogin(tx, email))));
  expect(left.map((one) => one?.email)).toEqual([undefined, 'su@secret.example', 'x@other.example']);
});

test('without its last domain the account is a Team again, which may invite and remove those who were released', async () => {
  const { AccountId, member, prove } = await enterprise('Last', ['last.example'], 'EnterpriseLWA');
  const [ana, bo] = [await member('ana'), await member('bo')];
  await prove();
  await world.ana.call(DeleteDomain, { AccountId, DomainName: 'last.example' });
  expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'Team' } });
  const before = await findUserRow(world, ana);
  expect(await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['ana@last.example'] })).toMatchObject({
    Invites: [{ Status: 'Pending' }],
  });
  const { User } = await world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'ana@last.example' });
  expect(User?.UserId).not.toBe(before?.id);
  expect(User?.PersonalPIN).not.toBe(before?.pin);
  await world.ana.call(SuspendUsers, { AccountId, UserIdList: [bo] });
  expect(await findUserRow(world, bo)).toBeUndefined();
});

test('a domain whose verification was lost keeps an Enterprise account one', async () => {
  const { AccountId, prove } = await enterprise('Lost', ['first.example'], 'EnterpriseLWA');
  await prove();
  await putClaim(world, AccountId, 'second.example', { status: 'VerificationLost' });
  await world.ana.call(DeleteDomain, { AccountId, DomainName: 'first.example' });
  expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'EnterpriseLWA' } });
});

test('who is released cannot be suspended: the address is free to start anew', async () => {
  const { AccountId, member, prove } = await enterprise('Free', ['free.example', 'more.example'], 'EnterpriseLWA');
  const ana = await member('ana');
  await prove();
  await world.ana.call(DeleteDomain, { AccountId, DomainName: 'free.example' });
  expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [ana] })).toMatchObject({
    UserErrors: [{ UserId: ana, ErrorCode: 'Unprocessable', ErrorMessage: containing('was released when the domain') }],
  });
});

test.each(['EnterpriseDirectory', 'EnterpriseOIDC'] as const)('in an %s account the profiles are removed', async (type) => {
  const { AccountId, member, prove } = await enterprise(
    type,
    [`${type}.example`, `kept-${type}.example`].map((name) => name.toLowerCase()),
    type,
  );
  const [ana, bo] = [await member('ana'), await member('bo')];
  const other = await member('cy', `kept-${type}.example`.toLowerCase());
  await prove();
  await changeUser(world, ana, { managed_by: type === 'EnterpriseOIDC' ? 'oidc' : 'directory' });
  await addAddress(world, AccountId, ana, `ana@kept-${type}.example`.toLowerCase());
  await signIn(world, ana);
  const claim = { AccountId, DomainName: `${type}.example` };
  const Removal = { ...nobody, ProfilesRemoved: 2, SessionsEnded: 1 };
  expect(await world.ana.call(DeleteDomain, claim, { dryRun: true })).toEqual({ Removal });
  await world.ana.call(DeleteDomain, claim);
  expect([await findUserRow(world, ana), await findUserRow(world, bo)]).toEqual([undefined, undefined]);
  expect((await findUserRow(world, other))?.registration_status).toBe('Registered');
  await expect(world.ana.call(DeleteDomain, { AccountId, DomainName: `kept-${type}.example` })).rejects.toMatchObject({
    status: 409,
    code: 'ConflictException',
    message: containing(type === 'EnterpriseOIDC' ? 'DeleteAccountOpenIdConfig' : 'DisconnectDirectory'),
  });
  expect(await findClaim(world, AccountId, `kept-${type}.example`.toLowerCase())).toBeDefined();
});

test('a claim that was never proved reaches nobody', async () => {
  const { AccountId, member } = await enterprise('Pending', ['pending.example'], 'EnterpriseLWA');
  const id = await member('ana');
  await inviteUser(world.ana, AccountId, 'bo@pending.example');
  await putClaim(world, AccountId, 'pending.example', { status: 'PendingVerification' });
  const claim = { AccountId, DomainName: 'pending.example' };
  expect(await world.ana.call(DeleteDomain, claim, { dryRun: true })).toEqual({ Removal: nobody });
  await world.ana.call(DeleteDomain, claim);
  expect((await findUserRow(world, id))?.registration_status).toBe('Registered');
});

test("404 for a domain the account has not claimed, and for another AWS account's account", async () => {
  const { AccountId } = await enterprise('Without', [], 'EnterpriseLWA');
  for (const person of [world.ana, world.gil]) {
    await expect(person.call(DeleteDomain, { AccountId, DomainName: 'none.example' })).rejects.toMatchObject({ status: 404 });
  }
});

test('the last domain takes along an identity provider that was configured once', async () => {
  const { AccountId, prove } = await enterprise('Former', ['former.example'], 'EnterpriseLWA');
  await prove();
  await configureOpenId(world, AccountId);
  await world.ana.call(DeleteDomain, { AccountId, DomainName: 'former.example' });
  expect(await world.database.read('', (tx) => findOpenIdConfig(tx, AccountId))).toBeUndefined();
});

test('a profile that is removed takes its settings and its links to identity providers along', async () => {
  const { AccountId, member, prove } = await enterprise('Linked', ['linked.example'], 'EnterpriseOIDC');
  const id = await member('ann');
  await changeUser(world, id, { managed_by: 'oidc' });
  await prove();
  await putClaim(world, AccountId, 'other.example');
  await configureOpenId(world, AccountId);
  await withAccount(world, acme, AccountId, async (tx, account) => {
    const user = present(await findUserByEmail(tx, account, 'ann@linked.example'));
    await linkUser(tx, user, { accountId: AccountId, issuer: 'https://idp.example', subject: 'ann' }, world.clock.now());
  });
  await world.ana.call(UpdateUserSettings, {
    AccountId,
    UserId: id,
    UserSettings: { Telephony: { InboundCalling: true, OutboundCalling: true, SMS: true } },
  });
  const left = () =>
    world.database.read('', async (tx) => [
      ...(await tx.query(tx.sql.selectFrom('user_settings').select('user_id').where('user_id', '=', id))),
      ...(await tx.query(tx.sql.selectFrom('openid_links').select('user_id').where('user_id', '=', id))),
    ]);
  expect(await left()).toHaveLength(2);
  await world.ana.call(DeleteDomain, { AccountId, DomainName: 'linked.example' });
  expect(await findUserRow(world, id)).toBeUndefined();
  expect(await left()).toEqual([]);
});
