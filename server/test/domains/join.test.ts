import { afterAll, describe, expect, test } from 'vitest';
import { joinByDomain, joinSome } from '../../src/domains/join.ts';
import { GetUser } from '../../src/operations/chime/GetUser.ts';
import { InviteUsers } from '../../src/operations/chime/InviteUsers.ts';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import { hasVerifiedDomain } from '../../src/store/domains.ts';
import { addAddress, findClaim, momentOf, profilesOf, putClaim } from '../support/claims.ts';
import { containing } from '../support/matchers.ts';
import { ownEvents } from '../support/own-events.ts';
import { addMember, changeAccount, changeUser, countSessions, createTeam, findUserRow, inviteUser, signIn } from '../support/members.ts';
import { createWorld, globex, type Person } from '../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

/** An Enterprise account that has just proved a domain. */
async function claimed(domain: string, type: 'EnterpriseLWA' | 'EnterpriseOIDC' = 'EnterpriseLWA'): Promise<string> {
  const AccountId = await createTeam(world.ana, `Holder of ${domain}`);
  await changeAccount(world, AccountId, { type, default_license: 'Basic' });
  await putClaim(world, AccountId, domain);
  return AccountId;
}

async function joinAll(accountId: string, domain: string): Promise<number> {
  const claim = await findClaim(world, accountId, domain);
  if (!claim) throw new Error('There is no such claim.');
  for (let rounds = 1; ; rounds++) {
    if ((await world.database.write('', (tx) => joinSome(tx, claim, momentOf(world)))).isDone) return rounds;
  }
}

let teams = 0;

/** A user of a Team of their own, whose address may be of any domain: Teams invite nobody of a domain that is claimed. */
async function member(person: Person, email: string, change: Parameters<typeof changeUser>[2] = {}): Promise<string> {
  teams += 1;
  const id = await addMember(world, person, await createTeam(person, `Team ${teams}`), `member${teams}@invited.example`);
  await changeUser(world, id, { primary_email: email, ...change });
  return id;
}

async function freeUser(email: string): Promise<string> {
  return member(world.gil, email, { account_id: '', license_type: 'Basic', invitation_status: null });
}

describe('when a domain is verified', () => {
  test('whom an identity provider brought and who has never signed in stays that user, with what it says of them', async () => {
    const AccountId = await claimed('pushed.example', 'EnterpriseOIDC');
    const free = await freeUser('ann@pushed.example');
    const pushed = await member(world.ana, 'ann@pushed.example', {
      account_id: AccountId,
      managed_by: 'oidc',
      registration_status: 'Unregistered',
    });
    await joinAll(AccountId, 'pushed.example');
    expect(await findUserRow(world, pushed)).toMatchObject({ account_id: AccountId, managed_by: 'oidc' });
    expect(await findUserRow(world, free)).toBeUndefined();
  });

  test('free users and users of Team accounts join with PIN and sessions, whoever owned the Team', async () => {
    const free = await freeUser('free@one.example');
    const theirs = await member(world.gil, 'theirs@one.example');
    const mine = await member(world.ana, 'mine@one.example');
    const other = await member(world.gil, 'other@sub.one.example');
    const similar = await freeUser('similar@xone.example');
    for (const id of [free, theirs]) await signIn(world, id);
    const pins = await Promise.all([free, theirs, mine].map(async (id) => (await findUserRow(world, id))?.pin));
    const former = await findUserRow(world, theirs);
    const AccountId = await claimed('one.example');
    await joinAll(AccountId, 'one.example');
    expect(await ownEvents(world, AccountId)).toMatchObject([
      { eventName: 'UsersJoinedByDomain', requestParameters: { DomainName: 'one.example', UserIds: [free, theirs, mine] } },
    ]);
    expect(await ownEvents(world, former?.account_id ?? '', globex)).toMatchObject([
      { eventName: 'UsersLeftByDomain', requestParameters: { DomainName: 'one.example', UserIds: [theirs] } },
    ]);
    for (const [index, UserId] of [free, theirs, mine].entries()) {
      expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({
        User: { UserRegistrationStatus: 'Registered', LicenseType: 'Basic', PersonalPIN: pins[index] },
      });
    }
    expect([await countSessions(world, free), await countSessions(world, theirs)]).toEqual([1, 1]);
    expect((await findUserRow(world, other))?.account_id).not.toBe(AccountId);
    expect((await findUserRow(world, similar))?.account_id).toBe('');
  });

  test('a person with several profiles joins with one: that of the account, else the free one, else the oldest', async () => {
    const [free, team] = [await freeUser('a@two.example'), await member(world.gil, 'a@two.example', { registered_on: 1 })];
    const [young, old] = [
      await member(world.gil, 'b@two.example', { registered_on: 9 }),
      await member(world.ana, 'b@two.example', { registered_on: 5 }),
    ];
    const AccountId = await claimed('two.example');
    await changeAccount(world, AccountId, { type: 'Team' });
    await world.database.write('', (tx) => tx.query(tx.sql.deleteFrom('domains').where('name', '=', 'two.example')));
    const here = await addMember(world, world.ana, AccountId, 'c@two.example');
    await putClaim(world, AccountId, 'two.example');
    const there = await freeUser('c@two.example');
    await signIn(world, there);
    await joinAll(AccountId, 'two.example');
    expect((await profilesOf(world, 'two.example')).map(({ id, account_id }) => [id, account_id])).toEqual([
      [free, AccountId],
      [old, AccountId],
      [here, AccountId],
    ]);
    for (const id of [team, young, there]) expect([await findUserRow(world, id), await countSessions(world, id)]).toEqual([undefined, 0]);
  });

  test('invitations to other accounts end, mail that is unsent included; none is sent any more', async () => {
    const team = await createTeam(world.gil, 'Inviting');
    const id = await inviteUser(world.gil, team, 'invited@three.example');
    const AccountId = await claimed('three.example');
    await joinAll(AccountId, 'three.example');
    expect(await findUserRow(world, id)).toBeUndefined();
    const mail = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('outbox').select('id').where('recipient', '=', 'invited@three.example').where('status', '=', 'NotSent')),
    );
    expect(mail).toEqual([]);
    expect(
      await world.gil.call(InviteUsers, { AccountId: team, UserEmailList: ['Again@three.example', 'fine@elsewhere.example'] }),
    ).toMatchObject({
      Invites: [
        { Status: 'Failed', ErrorCode: 'Conflict', ErrorMessage: containing('is of a domain that another account has claimed') },
        { Status: 'Pending' },
      ],
    });
  });

  test('who is suspended or released elsewhere, or managed by a directory there, stays there', async () => {
    const left = [
      await member(world.gil, 'suspended@four.example', { registration_status: 'Suspended' }),
      await member(world.gil, 'released@four.example', { registration_status: 'Released' }),
      await member(world.gil, 'managed@four.example', { managed_by: 'directory' }),
    ];
    const AccountId = await claimed('four.example');
    await joinAll(AccountId, 'four.example');
    for (const id of left) expect((await findUserRow(world, id))?.account_id).not.toBe(AccountId);
  });

  test('sessions of an own login end where an identity provider signs people in, and addresses of elsewhere stop', async () => {
    const id = await member(world.gil, 'ana@five.example');
    await addAddress(world, (await findUserRow(world, id))?.account_id ?? '', id, 'other@elsewhere.example');
    await signIn(world, id);
    const AccountId = await claimed('five.example', 'EnterpriseOIDC');
    await joinAll(AccountId, 'five.example');
    expect((await findUserRow(world, id))?.account_id).toBe(AccountId);
    expect(await countSessions(world, id)).toBe(0);
    const addresses = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('user_addresses').selectAll().where('user_id', '=', id)),
    );
    expect(addresses).toEqual([]);
  });

  test('a thousand people join in batches, each once', async () => {
    const [template] = [await freeUser('p@six.example')];
    const row = await findUserRow(world, template);
    if (!row) throw new Error('The user was just made.');
    const people = Array.from({ length: 1000 }, (_, index) => ({
      ...row,
      id: `six-${index}`,
      primary_email: `p${index}@six.example`,
      pin: `9${String(index).padStart(9, '0')}`,
    }));
    for (let from = 0; from < people.length; from += 50) {
      await world.database.write('', (tx) => tx.query(tx.sql.insertInto('users').values(people.slice(from, from + 50))));
    }
    const AccountId = await claimed('six.example');
    expect(await joinAll(AccountId, 'six.example')).toBe(6);
    const profiles = await profilesOf(world, 'six.example');
    expect(profiles).toHaveLength(1001);
    expect(profiles.filter(({ account_id }) => account_id === AccountId)).toHaveLength(1001);
    expect(await joinAll(AccountId, 'six.example')).toBe(1);
  });
});

describe('whoever registers', () => {
  const register = (email: string) => world.database.write('', (tx) => joinByDomain(tx, email, momentOf(world)));

  test('joins the account that has verified the domain of the address, and nobody else', async () => {
    const AccountId = await claimed('seven.example');
    const id = await freeUser('new@seven.example');
    expect(await register('new@seven.example')).toMatchObject({ id: AccountId });
    expect((await findUserRow(world, id))?.account_id).toBe(AccountId);
    const stranger = await freeUser('new@eight.example');
    expect(await register('new@eight.example')).toBeUndefined();
    expect((await findUserRow(world, stranger))?.account_id).toBe('');
  });

  test('starts anew where the old profile was released', async () => {
    const AccountId = await claimed('nine.example');
    const id = await freeUser('back@nine.example');
    await register('back@nine.example');
    await changeUser(world, id, { registration_status: 'Released' });
    const anew = await freeUser('back@nine.example');
    await register('back@nine.example');
    expect(await profilesOf(world, 'nine.example')).toMatchObject([{ id: anew, account_id: AccountId, registration_status: 'Registered' }]);
  });

  test('does not get around a suspension by registering once more', async () => {
    const AccountId = await claimed('ten.example');
    const id = await freeUser('su@ten.example');
    await register('su@ten.example');
    await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] });
    await freeUser('su@ten.example');
    await register('su@ten.example');
    expect(await profilesOf(world, 'ten.example')).toMatchObject([{ id, registration_status: 'Suspended' }]);
  });

  test('does not join once the verification is lost', async () => {
    const AccountId = await claimed('eleven.example');
    await world.database.write('', (tx) =>
      tx.query(tx.sql.updateTable('domains').set({ status: 'VerificationLost' }).where('name', '=', 'eleven.example')),
    );
    const id = await freeUser('new@eleven.example');
    expect(await register('new@eleven.example')).toBeUndefined();
    await joinAll(AccountId, 'eleven.example');
    expect((await findUserRow(world, id))?.account_id).toBe('');
    expect(await world.database.read('', (tx) => hasVerifiedDomain(tx, AccountId))).toBe(false);
  });
});
