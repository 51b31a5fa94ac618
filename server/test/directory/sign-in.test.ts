import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { accountName, corpLdif, group, groupDn, peopleDn, personDn } from '../support/corp.ts';
import { addSamba, connectTo, createEnterprise, directoryConnections, nextSync, sync } from '../support/directories.ts';
import { giveLicense, usersOf } from '../support/directory-people.ts';
import { listen, type Listening } from '../support/listening.ts';
import { countSessions, present } from '../support/members.ts';
import { signInAt } from '../support/portal.ts';
import { administer, disabled, enabled, type SambaAdmin } from '../support/samba-admin.ts';
import { canStartSamba, passwords, startSamba, type SambaPeer } from '../support/samba.ts';
import { startProxy } from '../support/tcp-proxy.ts';
import { createWorld, type World } from '../support/world.ts';

describe.runIf(canStartSamba())('signing in with the password of the directory', () => {
  let samba: SambaPeer;
  let admin: SambaAdmin;
  let world: World;
  let server: Listening;
  let accountId: string;
  let directoryId: string;

  beforeAll(async () => {
    samba = await startSamba(corpLdif(20, group('Chime Pro', [1, 2, 3].map(personDn))));
    admin = await administer(samba);
    world = await createWorld({ connections: directoryConnections });
    server = await listen(world);
    accountId = await createEnterprise(world, 'Corp');
    directoryId = await addSamba(world, samba, { baseDn: peopleDn });
    await connectTo(world, accountId, directoryId);
    await sync(world, accountId);
    await giveLicense(world, accountId, 'Chime Pro', 'Pro');
  });
  afterAll(async () => {
    await server.close();
    await world.close();
    await admin.close();
    await samba.stop();
  });

  const address = (number: number): string => `${accountName(number)}@acme.example`;
  const refused = 'The address and the password do not belong together. Try again.';

  test('the first time registers the user, for at most twelve hours', async () => {
    const browser = openBrowser(server);
    const page = await signInAt(browser, address(1), passwords.user0001);
    expect(page.path).toBe('/me');
    expect(page.text).toContain('Person 1');
    const user = present((await usersOf(world, accountId)).get(address(1)));
    expect(user).toMatchObject({ registration_status: 'Registered', registered_on: world.clock.now(), license_type: 'Pro' });
    world.clock.advance(12 * 60 * 60_000);
    expect((await browser.open('/me')).path).not.toBe('/me');
  });

  test('a wrong and an empty password are refused alike, and so is an address nobody has', async () => {
    for (const [email, word] of [
      [address(1), 'wrong'],
      [address(1), passwords.user0002],
      ['nobody@acme.example', passwords.user0001],
    ] as const) {
      expect((await signInAt(openBrowser(server), email, word)).text).toContain(refused);
    }
    const empty = await signInAt(openBrowser(server), address(2), '');
    expect(empty.path).not.toBe('/me');
    expect(empty.headers['set-cookie'] ?? '').not.toContain('session=');
  });

  test('what looks like a filter is an address like any other, and finds nobody', async () => {
    for (const email of ['*@acme.example', 'user000*@acme.example', "u|(mail=*)'@acme.example"]) {
      expect(
        (await signInAt(openBrowser(server), email, passwords.user0001).catch((error: unknown) => ({ text: String(error) }))).text,
      ).not.toContain('Person 1');
    }
  });

  test('who has no license cannot sign in, nor who is disabled, whatever was synchronised', async () => {
    await admin.replace(personDn(2), 'userAccountControl', disabled);
    expect((await signInAt(openBrowser(server), address(2), passwords.user0002)).text).toContain(refused);
    await admin.replace(personDn(2), 'userAccountControl', enabled);
    await admin.removeMember(groupDn('Chime Pro'), personDn(2));
    await nextSync(world, accountId);
    expect((await signInAt(openBrowser(server), address(2), passwords.user0002)).text).toContain(
      'Your organisation has given you no license',
    );
    await admin.addMember(groupDn('Chime Pro'), personDn(2));
    await nextSync(world, accountId);
    expect((await signInAt(openBrowser(server), address(2), passwords.user0002)).path).toBe('/me');
    const user = present((await usersOf(world, accountId)).get(address(2)));
    await admin.replace(personDn(2), 'userAccountControl', disabled);
    await nextSync(world, accountId);
    expect(await countSessions(world, user.id)).toBe(0);
  });

  test('whoever writes another person’s address into the own entry is not taken for that person', async () => {
    await admin.replace(personDn(3), 'proxyAddresses', `smtp:${address(1)}`);
    const page = await signInAt(openBrowser(server), address(1), passwords.user0001);
    expect(page.text).toContain('Person 1');
    await admin.replace(personDn(3), 'proxyAddresses');
  });

  test('while the directory does not answer, nobody comes in, and is told so', async () => {
    const proxy = await startProxy({ host: '127.0.0.1', port: 1 });
    await addSamba(world, samba, { url: `ldaps://127.0.0.1:${proxy.port}`, replace: directoryId });
    expect((await signInAt(openBrowser(server), address(1), passwords.user0001)).text).toContain(
      'Your organisation’s directory cannot be used at the moment. Try again later.',
    );
    await addSamba(world, samba, { baseDn: peopleDn, replace: directoryId });
    await proxy.close();
  });
});
