import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDirectoryOutgoing } from '../../src/directory/outgoing.ts';
import { presentCursor, readChanges } from '../../src/directory/change-tracking.ts';
import { readRoot } from '../../src/directory/root.ts';
import { openSession, type Session } from '../../src/directory/session.ts';
import { corpLdif, peopleDn, personDn } from '../support/corp.ts';
import { administer, type SambaAdmin } from '../support/samba-admin.ts';
import { canStartSamba, domainDn, passwords, readerDn, startSamba, type SambaPeer } from '../support/samba.ts';

/** A controller that has the DirSync control, and one that has not: then its own numbers tell. */
describe.runIf(canStartSamba()).each([
  ['the DirSync control', true],
  ['uSNChanged', false],
])('changes by %s', (_, tellsChanges) => {
  let samba: SambaPeer;
  let admin: SambaAdmin;
  beforeAll(async () => {
    samba = await startSamba(corpLdif(20));
    admin = await administer(samba);
  });
  afterAll(async () => {
    await admin.close();
    await samba.stop();
  });

  const openAs = async (bindDn: string, password: string): Promise<Session> =>
    openSession(
      createDirectoryOutgoing({ allow: ['127.0.0.0/8'] }),
      { host: samba.host, port: 636, startTls: false, bindDn, password, baseDn: domainDn, authority: samba.authority.certificate },
      Date.now(),
    );
  const rootOf = async (session: Session) => ({ ...(await readRoot(session)), tellsChanges });

  test('are those since the cursor, each once, and none when there are none', async () => {
    const session = await openAs(readerDn, passwords.reader);
    const cursor = await presentCursor(session, await rootOf(session));
    expect(await readChanges(session, await rootOf(session), cursor)).toMatchObject({ changed: [], deleted: [], mayHideDeleted: false });
    await admin.replace(personDn(1), 'displayName', 'Changed');
    await admin.replace(personDn(1), 'displayName', 'Changed again');
    await admin.add(`OU=Not watched,${peopleDn}`, { objectClass: ['organizationalUnit'] });
    const changes = await readChanges(session, await rootOf(session), cursor);
    expect(changes).toMatchObject({ changed: [expect.stringMatching(/^[0-9a-f]{32}$/)], deleted: [], mayHideDeleted: true });
    expect(await readChanges(session, await rootOf(session), changes?.cursor ?? '')).toMatchObject({ changed: [], mayHideDeleted: false });
    await session.close();
  });

  test('tell of deletions who may see deleted entries', async () => {
    const session = await openAs(`CN=Administrator,CN=Users,${domainDn}`, passwords.Administrator);
    const cursor = await presentCursor(session, await rootOf(session));
    await admin.remove(personDn(tellsChanges ? 2 : 3));
    expect(await readChanges(session, await rootOf(session), cursor)).toMatchObject({
      changed: [],
      deleted: [expect.stringMatching(/^[0-9a-f]{32}$/)],
      mayHideDeleted: false,
    });
    await session.close();
  });

  test('cannot be told by another domain, nor by another controller’s numbers', async () => {
    const session = await openAs(readerDn, passwords.reader);
    const root = await rootOf(session);
    const cursor = await presentCursor(session, root);
    expect(
      await readChanges(session, { ...root, ...(tellsChanges ? { domainDn: 'DC=other' } : { service: 'CN=DC2' }) }, cursor),
    ).toBeUndefined();
    await session.close();
  });
});
