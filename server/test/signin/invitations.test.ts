import { afterAll, describe, expect, test } from 'vitest';
import { ActivateUsers } from '../../src/operations/chime/ActivateUsers.ts';
import { DeleteAccount } from '../../src/operations/chime/DeleteAccount.ts';
import { GetUser } from '../../src/operations/chime/GetUser.ts';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import { countLicenses } from '../../src/store/users.ts';
import { openBrowser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { changeAccount, createTeam, inviteUser, present } from '../support/members.ts';
import { acceptIn, linkTo, password, registerIn, signInAt } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const browse = () => openBrowser(server);
const rowOf = async (AccountId: string, UserId: string) => present((await world.ana.call(GetUser, { AccountId, UserId })).User);
const pinIn = (text: string): string => /Personal PIN (\d{3} \d{3} \d{4})/.exec(text)?.[1]?.replaceAll(' ', '') ?? '';

describe('an invitation', () => {
  test('accepted with a name and a password makes a member, and only then the license counts', async () => {
    const AccountId = await createTeam(world.ana, 'Wile & <b>Co</b>');
    const UserId = await inviteUser(world.ana, AccountId, 'ida@people.example');
    const licenses = async () =>
      world.database.read('111111111111', async (tx) =>
        countLicenses(tx, present((await tx.query(tx.sql.selectFrom('accounts').selectAll().where('id', '=', AccountId)))[0])),
      );
    expect(await licenses()).toEqual([]);
    const link = await linkTo(world, 'ida@people.example');
    const browser = browse();
    const page = await browser.open(link);
    expect(page.text).toContain('You are invited to be a user of Wile & <b>Co</b> on Carillon.');
    expect(page.html).not.toContain('<b>');
    expect(await rowOf(AccountId, UserId)).toMatchObject({ UserRegistrationStatus: 'Unregistered', UserInvitationStatus: 'Pending' });
    const profile = await browser.submit(link, { name: 'Ida', 'new-password': password });
    expect(profile.text).toMatch(/Ida .*Account Wile & <b>Co<\/b> License Pro/);
    expect(await rowOf(AccountId, UserId)).toMatchObject({
      DisplayName: 'Ida',
      UserRegistrationStatus: 'Registered',
      UserInvitationStatus: 'Accepted',
      LicenseType: 'Pro',
      PersonalPIN: pinIn(profile.text),
    });
    expect(await licenses()).toEqual([{ license: 'Pro', count: 1 }]);
  });

  test('accepted twice is accepted once, and says so', async () => {
    const AccountId = await createTeam(world.ana, 'Twice');
    await inviteUser(world.ana, AccountId, 'twice@people.example');
    const browser = browse();
    const again = await linkTo(world, 'twice@people.example');
    await acceptIn(browser, world, 'twice@people.example');
    const page = await browse().open(again);
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('You have accepted the invitation to Twice already. Sign in.')]);
  });

  test('accepted in two browsers at once is accepted in one of them', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'At once'), 'both@people.example');
    const link = await linkTo(world, 'both@people.example');
    const browsers = [browse(), browse()];
    const pages = await Promise.all(
      browsers.map(async (browser) => {
        await browser.open(link);
        return browser.submit(link, { name: 'Bo', 'new-password': password });
      }),
    );
    expect(pages.filter(({ path }) => path === '/me')).toHaveLength(1);
    const other = present(pages.find(({ path }) => path !== '/me'));
    expect([409, 422]).toContain(other.status);
  });

  test('of a free user with the password they have moves PIN and all to the account, and ends the old sessions', async () => {
    const old = browse();
    await registerIn(old, world, 'free@people.example', 'Fred');
    const pin = pinIn((await old.open('/me')).text);
    const AccountId = await createTeam(world.ana, 'Joined');
    const UserId = await inviteUser(world.ana, AccountId, 'free@people.example');
    const link = await linkTo(world, 'free@people.example');
    const browser = browse();
    await browser.open(link);
    expect((await browser.submit(link, { password: 'not my password' })).text).toContain('This is not the password of your login.');
    const page = await browser.submit(link, { password });
    expect(page.text).toContain('Account Joined License Pro');
    expect(await rowOf(AccountId, UserId)).toMatchObject({ PersonalPIN: pin, UserRegistrationStatus: 'Registered' });
    expect((await old.open('/me')).path).toBe('/signin');
    const rows = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('users').select('id').where('primary_email', '=', 'free@people.example')),
    );
    expect(rows).toEqual([{ id: UserId }]);
  });

  test('of whoever is signed in takes one click', async () => {
    const browser = browse();
    await registerIn(browser, world, 'click@people.example');
    await inviteUser(world.ana, await createTeam(world.ana, 'One click'), 'click@people.example');
    const link = await linkTo(world, 'click@people.example');
    expect((await browser.open(link)).html).not.toContain('type="password"');
    expect((await browser.submit(link)).text).toContain('Account One click');
  });

  test('is bound to its address: somebody else who is signed in does not accept it', async () => {
    const other = browse();
    await registerIn(other, world, 'somebody@people.example');
    await inviteUser(world.ana, await createTeam(world.ana, 'Bound'), 'bound@people.example');
    const link = await linkTo(world, 'bound@people.example');
    await other.open(link);
    expect((await other.submit(link, { email: 'somebody@people.example', name: 'X', 'new-password': '' })).status).toBe(400);
  });

  test('of whoever belongs to another account is refused, and stands until they were removed there', async () => {
    const first = await createTeam(world.ana, 'First');
    const UserId = await inviteUser(world.ana, first, 'torn@people.example');
    const browser = browse();
    await acceptIn(browser, world, 'torn@people.example');
    await inviteUser(world.gil, await createTeam(world.gil, 'Second'), 'torn@people.example');
    const link = await linkTo(world, 'torn@people.example');
    await browser.open(link);
    const refused = await browser.submit(link);
    expect([refused.status, refused.text]).toEqual([
      409,
      expect.stringContaining('You are a user of First already, and a person belongs to one account.'),
    ]);
    await world.ana.call(SuspendUsers, { AccountId: first, UserIdList: [UserId] });
    expect((await browser.open('/me')).text).toContain('Account None: you are a free user License Basic');
    await browser.open(link);
    expect((await browser.submit(link)).text).toContain('Account Second');
  });
});

describe('an invitation that ended says what became of it', () => {
  const why = async (link: string) => {
    const page = await browse().open(link);
    return [page.status, page.text.replace(/ Go to the sign-in page.*/, '').replace(/^Carillon That is not possible /, '')];
  };

  test('when it has expired, after seven days', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Expired'), 'expired@people.example');
    const link = await linkTo(world, 'expired@people.example');
    world.clock.advance(7 * 24 * 60 * 60_000 - 1);
    expect((await browse().open(link)).status).toBe(200);
    world.clock.advance(1);
    expect(await why(link)).toEqual([422, 'The invitation to Expired has expired. Ask its administrator for a new one.']);
  });

  test('when a newer one took its place', async () => {
    const AccountId = await createTeam(world.ana, 'Newer');
    await inviteUser(world.ana, AccountId, 'newer@people.example');
    const link = await linkTo(world, 'newer@people.example');
    await inviteUser(world.ana, AccountId, 'newer@people.example');
    expect(await why(link)).toEqual([422, 'There is a newer invitation to Newer in your mailbox. Open that one.']);
  });

  test('when the person was removed, and when the account was deleted', async () => {
    const AccountId = await createTeam(world.ana, 'Gone');
    const UserId = await inviteUser(world.ana, AccountId, 'gone@people.example');
    const link = await linkTo(world, 'gone@people.example');
    await world.ana.call(SuspendUsers, { AccountId, UserIdList: [UserId] });
    expect(await why(link)).toEqual([422, 'You are invited to Gone no longer. Ask its administrator for a new invitation.']);
    await world.ana.call(DeleteAccount, { AccountId });
    expect(await why(link)).toEqual([422, 'The account Gone was deleted, and its invitations with it.']);
  });

  test('when the user is suspended, until they are activated', async () => {
    const AccountId = await createTeam(world.ana, 'Strict');
    const UserId = await inviteUser(world.ana, AccountId, 'strict@people.example');
    const link = await linkTo(world, 'strict@people.example');
    await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
    await world.ana.call(SuspendUsers, { AccountId, UserIdList: [UserId] });
    expect(await why(link)).toEqual([422, 'You are suspended in Strict. Ask its administrator.']);
    await world.ana.call(ActivateUsers, { AccountId, UserIdList: [UserId] });
    await acceptIn(browse(), world, 'strict@people.example');
    await world.ana.call(SuspendUsers, { AccountId, UserIdList: [UserId] });
    const page = await signInAt(browse(), 'strict@people.example');
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('administrator has suspended you')]);
  });

  test('when the account signs in through its organisation now', async () => {
    const AccountId = await createTeam(world.ana, 'Federated');
    await inviteUser(world.ana, AccountId, 'federated@people.example');
    const link = await linkTo(world, 'federated@people.example');
    await changeAccount(world, AccountId, { type: 'EnterpriseOIDC' });
    expect(await why(link)).toEqual([422, 'People of Federated sign in through their organisation now: use the sign-in page.']);
  });

  test('when there never was one', async () => {
    expect(await why(`/invitations/${'x'.repeat(43)}`)).toEqual([
      422,
      'There is no such invitation, or it was withdrawn. Ask whoever invited you for a new one.',
    ]);
  });
});
