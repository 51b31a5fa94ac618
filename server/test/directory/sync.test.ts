import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directoryApprove } from '../../src/cli/directory-approve.ts';
import { performRun, queueDueRuns } from '../../src/directory/sync.ts';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import type { UserRow } from '../../src/store/users.ts';
import { runCommand } from '../support/command.ts';
import { corpGroups, corpLdif, groupDn, groupsDn, peopleDn, personDn } from '../support/corp.ts';
import { addSamba, connectTo, createEnterprise, newestRun, nextSync, sync, syncSurroundings } from '../support/directories.ts';
import { giveLicense, membersOf, usersOf } from '../support/directory-people.ts';
import { countSessions, present, signIn } from '../support/members.ts';
import { administer, disabled, enabled, type SambaAdmin } from '../support/samba-admin.ts';
import { ownEvents } from '../support/own-events.ts';
import { canStartSamba, domainDn, startSamba, type SambaPeer } from '../support/samba.ts';
import { startProxy } from '../support/tcp-proxy.ts';
import { createWorld, type World } from '../support/world.ts';

describe.runIf(canStartSamba())('a synchronisation with a domain of 2,000 people', () => {
  let samba: SambaPeer;
  let admin: SambaAdmin;
  let world: World;
  let accountId: string;
  let directoryId: string;

  beforeAll(async () => {
    samba = await startSamba(corpLdif(2000, corpGroups));
    admin = await administer(samba);
    world = await createWorld();
    accountId = await createEnterprise(world, 'Corp');
    directoryId = await addSamba(world, samba, { baseDn: domainDn });
    await connectTo(world, accountId, directoryId);
  });
  afterAll(async () => {
    await world.close();
    await admin.close();
    await samba.stop();
  });

  const person = async (number: number): Promise<UserRow> =>
    present((await usersOf(world, accountId)).get(`user${String(number).padStart(4, '0')}@acme.example`));

  test('brings everybody over with an address of a claimed domain, suspended until a group gives them a license', async () => {
    expect(await sync(world, accountId)).toMatchObject({
      kind: 'full',
      state: 'Succeeded',
      users_seen: 2000,
      users_added: 2000,
      users_updated: 0,
      users_suspended: 0,
      message: null,
    });
    const users = [...(await usersOf(world, accountId)).values()];
    expect(users).toHaveLength(2000);
    expect(new Set(users.map(({ registration_status }) => registration_status))).toEqual(new Set(['Suspended']));
    expect(new Set(users.map(({ managed_by }) => managed_by))).toEqual(new Set(['directory']));
    expect(await person(7)).toMatchObject({ display_name: 'Person 7', license_type: 'Basic', registered_on: null });
  });

  test('knows the members of a group of 1,800, of nested groups, of groups in a circle, and by primary group', async () => {
    const sizes = await membersOf(world, accountId);
    expect(
      Object.fromEntries(
        [...sizes]
          .filter(([name]) => !['Users', 'Guests'].includes(name) && (sizes.get(name)?.size ?? 0) > 0)
          .map(([name, ids]) => [name, ids.size]),
      ),
    ).toEqual({
      Backend: 60,
      'Chime Basic': 1800,
      'Chime Everyone': 2000,
      'Chime Pro': 60,
      'Domain Users': 2000,
      Engineering: 60,
      Large: 1800,
    });
  });

  test('gives Pro to members of a Pro group, Basic to those of only Basic ones, and nothing to the others', async () => {
    const named = new Set(
      (await ownEvents(world, accountId))
        .filter(({ eventName }) => eventName === 'DirectoryUsersAdded')
        .flatMap(({ requestParameters }) => requestParameters?.['UserIds']),
    );
    expect(named).toEqual(new Set([...(await usersOf(world, accountId)).values()].map(({ id }) => id)));
    await giveLicense(world, accountId, 'Chime Pro', 'Pro');
    await giveLicense(world, accountId, 'Chime Basic', 'Basic');
    const users = [...(await usersOf(world, accountId)).values()];
    const count = (status: string, license: string): number =>
      users.filter((user) => user.registration_status === status && user.license_type === license).length;
    expect([count('Unregistered', 'Pro'), count('Unregistered', 'Basic'), count('Suspended', 'Basic')]).toEqual([60, 1740, 200]);
  });

  test('plans nothing when it is repeated, and adds nobody twice', async () => {
    world.clock.advance(24 * 60 * 60_000);
    expect(await sync(world, accountId)).toMatchObject({
      kind: 'full',
      actions_planned: 0,
      users_added: 0,
      users_updated: 0,
      users_seen: 2000,
    });
    expect((await usersOf(world, accountId)).size).toBe(2000);
  });

  test('an empty delta reads no people', async () => {
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', state: 'Succeeded', users_seen: 0, actions_planned: 0 });
  });

  test('who is disabled there is suspended here and signed out; undone there, undone here', async () => {
    const { id } = await person(70);
    await signIn(world, id);
    await admin.replace(personDn(70), 'userAccountControl', disabled);
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', users_seen: 1, users_suspended: 1, actions_planned: 2 });
    expect(await person(70)).toMatchObject({ registration_status: 'Suspended', source_active: 0 });
    expect(await countSessions(world, id)).toBe(0);
    const { id: runId } = await newestRun(world, accountId);
    expect((await ownEvents(world, accountId)).filter(({ requestID }) => requestID === runId)).toMatchObject([
      { eventName: 'DirectoryUsersUpdated', requestParameters: { UserIds: [id] } },
      {
        eventName: 'UsersSuspended',
        userIdentity: { type: 'AWSService', invokedBy: 'directory-sync' },
        requestParameters: { UserIds: [id] },
      },
    ]);
    await admin.replace(personDn(70), 'userAccountControl', enabled);
    await nextSync(world, accountId);
    expect(await person(70)).toMatchObject({ id, registration_status: 'Unregistered', source_active: 1, license_type: 'Basic' });
  });

  test('a renamed person keeps the profile, with the new name and address; a moved one too', async () => {
    const { id, pin } = await person(71);
    await admin.replace(personDn(71), 'mail', 'Renamed.Person@ACME.example');
    await admin.replace(personDn(71), 'displayName', 'Renamed Person');
    await admin.rename(personDn(71), `CN=Renamed Person,OU=Elsewhere,${domainDn}`);
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', users_updated: 1, users_suspended: 0 });
    expect((await usersOf(world, accountId)).get('renamed.person@acme.example')).toMatchObject({
      id,
      pin,
      display_name: 'Renamed Person',
      license_type: 'Basic',
      registration_status: 'Unregistered',
    });
  });

  test('two people who swap addresses have each other’s, and nobody loses one', async () => {
    const [one, other] = [await person(72), await person(73)];
    await admin.replace(personDn(72), 'mail', 'user0073@acme.example');
    await admin.replace(personDn(73), 'mail', 'user0072@acme.example');
    expect(await nextSync(world, accountId)).toMatchObject({ state: 'Succeeded', users_updated: 2, message: null });
    expect([(await person(73)).id, (await person(72)).id]).toEqual([one.id, other.id]);
  });

  test('proxyAddresses in claimed domains are further addresses, and pass from one to another', async () => {
    const addresses = async (): Promise<unknown> =>
      world.database.read('', (tx) => tx.query(tx.sql.selectFrom('user_addresses').select(['email', 'user_id']).orderBy('email')));
    await admin.replace(
      personDn(74),
      'proxyAddresses',
      'SMTP:user0074@acme.example',
      'smtp:Sales@acme.example',
      'smtp:sales@other.example',
      'x500:/o=Corp',
    );
    await nextSync(world, accountId);
    expect(await addresses()).toEqual([{ email: 'sales@acme.example', user_id: (await person(74)).id }]);
    await admin.replace(personDn(74), 'proxyAddresses');
    await admin.replace(personDn(75), 'proxyAddresses', 'smtp:sales@acme.example');
    await nextSync(world, accountId);
    expect(await addresses()).toEqual([{ email: 'sales@acme.example', user_id: (await person(75)).id }]);
  });

  test('a change deep in nested groups reaches the license, in a delta as in a full one', async () => {
    await admin.addMember(groupDn('Backend'), personDn(1900));
    await admin.removeMember(groupDn('Engineering'), personDn(51));
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', state: 'Succeeded' });
    expect(await person(1900)).toMatchObject({ license_type: 'Pro', registration_status: 'Unregistered' });
    expect(await person(51)).toMatchObject({ license_type: 'Basic', registration_status: 'Unregistered' });
    world.clock.advance(24 * 60 * 60_000);
    expect(await sync(world, accountId)).toMatchObject({ kind: 'full', actions_planned: 0 });
  });

  test('a new person belongs to the groups of the primary group, in a delta as in a full one', async () => {
    const dn = `CN=New Hire,${peopleDn}`;
    await admin.add(dn, { objectClass: ['user'], sAMAccountName: 'new.hire', mail: 'new.hire@acme.example', userAccountControl: enabled });
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', users_added: 1, state: 'Succeeded' });
    const { id } = present((await usersOf(world, accountId)).get('new.hire@acme.example'));
    expect((await membersOf(world, accountId)).get('Chime Everyone')).toContain(id);
    world.clock.advance(24 * 60 * 60_000);
    expect(await sync(world, accountId)).toMatchObject({ kind: 'full', actions_planned: 0 });
  });

  test('a renamed group keeps the licenses of its members, and is known by the new name', async () => {
    await admin.rename(groupDn('Chime Pro'), groupDn('Chime Premium'));
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', users_suspended: 0 });
    expect((await membersOf(world, accountId)).get('Chime Premium')?.size).toBe(60);
    expect(await person(1)).toMatchObject({ license_type: 'Pro' });
    await admin.rename(groupDn('Chime Premium'), groupDn('Chime Pro'));
    await nextSync(world, accountId);
  });

  test('who is deleted there has no profile here any more, and no session', async () => {
    const { id } = await person(76);
    await signIn(world, id);
    await admin.remove(personDn(76));
    expect(await nextSync(world, accountId)).toMatchObject({ kind: 'delta', users_suspended: 1 });
    expect((await usersOf(world, accountId)).has('user0076@acme.example')).toBe(false);
    expect(await countSessions(world, id)).toBe(0);
  });

  test('a connection that breaks in the middle of a page loop yields everybody or nobody, never a part', async () => {
    const proxy = await startProxy({ host: samba.host, port: 636 });
    try {
      await addSamba(world, samba, { url: `ldaps://127.0.0.1:${proxy.port}`, replace: directoryId });
      proxy.cutNextAfter(150_000);
      world.clock.advance(24 * 60 * 60_000);
      expect(await sync(world, accountId)).toMatchObject({
        kind: 'full',
        state: 'Succeeded',
        users_seen: 2000,
        users_suspended: 0,
        actions_planned: 0,
      });
      expect(proxy.count).toBe(2);
    } finally {
      await addSamba(world, samba, { replace: directoryId });
      await proxy.close();
    }
  });

  test('a directory that shows nobody suspends nobody: the run asks, and goes on by itself when the directory is back', async () => {
    const before = await usersOf(world, accountId);
    await addSamba(world, samba, { baseDn: `CN=Computers,${domainDn}`, replace: directoryId });
    world.clock.advance(24 * 60 * 60_000);
    const run = await sync(world, accountId);
    expect(run).toMatchObject({ state: 'AwaitingApproval', users_seen: 0, users_suspended: 0 });
    expect(run.message).toMatch(/^The directory shows nobody at all\. This synchronisation would suspend 1\d\d\d of 1\d\d\d users/);
    expect(await usersOf(world, accountId)).toEqual(before);
    await addSamba(world, samba, { replace: directoryId });
    expect(await nextSync(world, accountId)).toMatchObject({ id: run.id, state: 'Succeeded', users_suspended: 0, users_seen: 2000 });
  });

  test('more than 25 suspensions at once are asked for, and approved as many as were asked for', async () => {
    for (let number = 101; number <= 126; number += 1) await admin.replace(personDn(number), 'userAccountControl', disabled);
    expect(await nextSync(world, accountId)).toMatchObject({ state: 'AwaitingApproval', suspensions_planned: 26, users_suspended: 0 });
    expect((await person(101)).registration_status).toBe('Unregistered');
    expect((await runCommand(world, directoryApprove, [directoryId])).join()).toContain('up to 26 users');
    expect(await sync(world, accountId)).toMatchObject({ state: 'Succeeded', users_suspended: 26 });
    expect(await world.ana.call(ListUsers, { AccountId: accountId, Status: 'Suspended', Q: 'user0126' })).toMatchObject({ Users: [{}] });
  });

  test('processes that look at once share a run: one has it', async () => {
    world.clock.advance(5 * 60_000);
    await queueDueRuns(syncSurroundings(world));
    const taken = await Promise.all(['one', 'other', 'third'].map((owner) => performRun(syncSurroundings(world, owner))));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await newestRun(world, accountId)).toMatchObject({ state: 'Succeeded' });
  });

  test('a group that is deleted takes its licenses along, after asking', async () => {
    await admin.remove(groupDn('Chime Basic'));
    const run = await nextSync(world, accountId);
    expect(run).toMatchObject({ kind: 'full', state: 'AwaitingApproval' });
    expect(run.suspensions_planned).toBeGreaterThan(1600);
    await admin.add(`CN=Chime Basic,${groupsDn}`, { objectClass: ['group'], sAMAccountName: 'Chime Basic' });
  });
});
