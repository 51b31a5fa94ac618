import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { RenameAccount } from '../../../src/operations/chime/RenameAccount.ts';
import { UpdateAccount } from '../../../src/operations/chime/UpdateAccount.ts';
import { UpdateUserLicenses } from '../../../src/operations/chime/UpdateUserLicenses.ts';
import { openBody } from '../../../src/store/outbox.ts';
import type { Tables } from '../../../src/store/schema.ts';
import { containing, matching } from '../../support/matchers.ts';
import { addMember, changeAccount, createTeam, findUserRow, inviteUser, present } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('each address gets a user, a pending invitation of seven days, and a mail that is not sent yet', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const { Invites } = await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['Ada@acme.example', 'bob@acme.example'] });
  const pending = { InviteId: matching(/^[0-9a-f-]{36}$/), Status: 'Pending', EmailStatus: 'NotSent' };
  expect(Invites).toStrictEqual([
    { ...pending, EmailAddress: 'ada@acme.example' },
    { ...pending, EmailAddress: 'bob@acme.example' },
  ]);
  const { Users } = await world.ana.call(ListUsers, { AccountId });
  const invited = { LicenseType: 'Pro', UserType: 'PrivateUser', UserRegistrationStatus: 'Unregistered', UserInvitationStatus: 'Pending' };
  expect(Users).toMatchObject([invited, invited]);
  const [invite] = await invitesOf('ada@acme.example');
  expect(invite).toMatchObject({ account_id: AccountId, expires_at: world.clock.now() + 7 * 24 * 60 * 60 * 1000, accepted_at: null });
});

test('the mail names the account and carries the token, of which only the hash is stored', async () => {
  const AccountId = await createTeam(world.ana, 'Old name');
  await world.ana.call(RenameAccount, { AccountId, Name: 'Wile & Co' });
  await inviteUser(world.ana, AccountId, 'mail@acme.example');
  const [invite] = await invitesOf('mail@acme.example');
  const [mail] = await mailTo('mail@acme.example');
  expect(mail).toMatchObject({ kind: 'UserInvitation', status: 'NotSent', subject: 'You are invited to Wile & Co' });
  const body = openBody(world.database.vault, present(mail));
  expect(body).toContain('Wile & Co');
  const token = /^\/invitations\/([\w-]{43})$/m.exec(body)?.[1] ?? '';
  expect(createHash('sha256').update(token).digest('hex')).toBe(invite?.token_hash);
  expect(JSON.stringify([invite, mail])).not.toContain(token);
});

test("an account's name never starts a line of its own in the mail", async () => {
  const AccountId = await createTeam(world.ana, 'Acme\r\nBcc: everybody@acme.example\u2028\nhttp://evil.example');
  await inviteUser(world.ana, AccountId, 'victim@acme.example');
  const mail = present((await mailTo('victim@acme.example'))[0]);
  expect(mail.subject).toBe('You are invited to Acme Bcc: everybody@acme.example http://evil.example');
  expect(openBody(world.database.vault, mail)).not.toMatch(/^(?:Bcc|http)/m);
});

test('the default license and the user type are those asked for', async () => {
  const AccountId = await createTeam(world.ana, 'Basic by default');
  await world.ana.call(UpdateAccount, { AccountId, DefaultLicense: 'Basic' });
  await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['room@acme.example'], UserType: 'SharedDevice' });
  const { Users } = await world.ana.call(ListUsers, { AccountId });
  expect(Users).toMatchObject([{ LicenseType: 'Basic', UserType: 'SharedDevice' }]);
});

test('an address that mail must not go to fails by itself, and the others are invited', async () => {
  const AccountId = await createTeam(world.ana, 'Careful');
  const bad = [
    'two@at@acme.example',
    'comma@acme.example,other@acme.example',
    '<angle@acme.example>',
    '"quoted"@acme.example',
    'literal@[192.0.2.1]',
    `${'long'.repeat(17)}@acme.example`,
    `x@${'label.'.repeat(42)}example`,
    'dots..dots@acme.example',
    'blank @acme.example',
    'number@1.2.3.4',
  ];
  const { Invites } = await world.ana.call(InviteUsers, { AccountId, UserEmailList: [...bad, 'good@acme.example'] });
  for (const [index, address] of bad.entries()) {
    expect(Invites?.[index]).toStrictEqual({
      Status: 'Failed',
      EmailAddress: address,
      ErrorCode: 'BadRequest',
      ErrorMessage: `${address} is no plain mail address such as ana@example.com. No invitation was sent.`,
    });
  }
  expect(Invites?.at(-1)).toMatchObject({ Status: 'Pending', EmailAddress: 'good@acme.example' });
  expect((await world.ana.call(ListUsers, { AccountId })).Users).toHaveLength(1);
});

test('400 for an address with a line break or a NUL, and nobody is invited', async () => {
  const AccountId = await createTeam(world.ana, 'Lines');
  for (const address of ['a@acme.example\r\nBcc: b@acme.example', 'a@acme.example\n', 'nul\u0000@acme.example']) {
    await expect(world.ana.call(InviteUsers, { AccountId, UserEmailList: ['fine@acme.example', address] })).rejects.toMatchObject({
      status: 400,
    });
  }
  expect(await world.ana.call(ListUsers, { AccountId })).toEqual({ Users: [] });
});

test('an address named twice, in whatever letter case, gets one invitation', async () => {
  const AccountId = await createTeam(world.ana, 'Double');
  const { Invites } = await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['double@acme.example', 'DOUBLE@acme.example'] });
  expect(Invites).toHaveLength(2);
  expect(Invites?.[1]).toEqual(Invites?.[0]);
  expect(await mailTo('double@acme.example')).toHaveLength(1);
});

test('who has not accepted yet gets a fresh invitation, keeps PIN and license, and the old token is worth nothing', async () => {
  const AccountId = await createTeam(world.ana, 'Again');
  const id = await inviteUser(world.ana, AccountId, 'again@acme.example');
  await world.ana.call(UpdateUserLicenses, { AccountId, UserIdList: [id], LicenseType: 'Basic' });
  const before = await findUserRow(world, id);
  const [old] = await invitesOf('again@acme.example');
  world.clock.advance(60_000);
  await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['again@acme.example'] });
  const fresh = await invitesOf('again@acme.example');
  expect(fresh).toHaveLength(1);
  expect(fresh[0]?.token_hash).not.toBe(old?.token_hash);
  expect(fresh[0]?.expires_at).toBe(world.clock.now() + 7 * 24 * 60 * 60 * 1000);
  expect(await mailTo('again@acme.example')).toHaveLength(1);
  expect(await findUserRow(world, id)).toEqual({ ...before, invited_on: world.clock.now() });
});

test('who is a user of the account already is a conflict of their own, and gets no mail', async () => {
  const AccountId = await createTeam(world.ana, 'Members');
  await addMember(world, world.ana, AccountId, 'member@acme.example');
  const mails = await mailTo('member@acme.example');
  const { Invites } = await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['member@acme.example', 'new@acme.example'] });
  expect(Invites).toMatchObject([{ Status: 'Failed', ErrorCode: 'Conflict' }, { Status: 'Pending' }]);
  expect(Invites?.[0]?.ErrorMessage).toBe('member@acme.example already is a user of account Members. No invitation was sent.');
  expect(await mailTo('member@acme.example')).toEqual(mails);
});

test('an address invited by many simultaneous calls is one user with one valid invitation', async () => {
  const AccountId = await createTeam(world.ana, 'Rush');
  const call = () => world.ana.call(InviteUsers, { AccountId, UserEmailList: ['rush@acme.example'] });
  await Promise.all(Array.from({ length: 6 }, call));
  expect((await world.ana.call(ListUsers, { AccountId })).Users).toHaveLength(1);
  expect(await invitesOf('rush@acme.example')).toHaveLength(1);
  expect(await mailTo('rush@acme.example')).toHaveLength(1);
});

test('400 for an Enterprise account, saying how users join it', async () => {
  const AccountId = await createTeam(world.ana, 'Grown');
  await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
  await expect(world.ana.call(InviteUsers, { AccountId, UserEmailList: ['x@acme.example'] })).rejects.toMatchObject({
    status: 400,
    code: 'BadRequestException',
    message: containing('users join it by signing in with an address of a domain it has claimed'),
  });
});

test('50 addresses are invited at once, 51 are 400, none is fine', async () => {
  const AccountId = await createTeam(world.ana, 'Many');
  const addresses = Array.from({ length: 51 }, (_, index) => `many${index}@acme.example`);
  await expect(world.ana.call(InviteUsers, { AccountId, UserEmailList: addresses })).rejects.toMatchObject({ status: 400 });
  expect((await world.ana.call(InviteUsers, { AccountId, UserEmailList: addresses.slice(1) })).Invites).toHaveLength(50);
  expect(await world.ana.call(InviteUsers, { AccountId, UserEmailList: [] })).toEqual({ Invites: [] });
  const pins = new Set((await world.ana.call(ListUsers, { AccountId })).Users?.map(({ PersonalPIN }) => PersonalPIN));
  expect(pins.size).toBe(50);
});

test('a dry run answers the invitations, and neither user nor mail remains', async () => {
  const AccountId = await createTeam(world.ana, 'Rehearsal');
  const { Invites } = await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['dry@acme.example'] }, { dryRun: true });
  expect(Invites).toMatchObject([{ Status: 'Pending' }]);
  expect(await world.ana.call(ListUsers, { AccountId })).toEqual({ Users: [] });
  expect(await mailTo('dry@acme.example')).toEqual([]);
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(InviteUsers, { AccountId, UserEmailList: ['x@acme.example'] })).rejects.toMatchObject({ status: 404 });
});

function invitesOf(email: string): Promise<Tables['invites'][]> {
  return world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('invites').selectAll().where('email', '=', email).where('withdrawn', '=', 0)),
  );
}

function mailTo(recipient: string): Promise<Tables['outbox'][]> {
  return world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('outbox').selectAll().where('recipient', '=', recipient).where('status', '=', 'NotSent')),
  );
}
