import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { directoryAdd } from '../src/cli/directory-add.ts';
import { directoryApprove } from '../src/cli/directory-approve.ts';
import { directoryList } from '../src/cli/directory-list.ts';
import { directoryRemove } from '../src/cli/directory-remove.ts';
import { directorySync } from '../src/cli/directory-sync.ts';
import { createAuthority } from './support/authority.ts';
import { runCommand } from './support/command.ts';
import { addDirectory, connectTo, createEnterprise, newestRun, registrationFlags, sync, type Registration } from './support/directories.ts';
import { dumpDatabase } from './support/database-dump.ts';
import { createWorld } from './support/world.ts';

const world = await createWorld();
const folder = mkdtempSync(join(tmpdir(), 'carillon-commands-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});
const url = 'ldaps://dc1.corp.acme.example';

describe('directory add', () => {
  test('seals the password, and says what is next', async () => {
    const lines = await runCommand(world, directoryAdd, registrationFlags(folder, { url, password: 'very secret indeed' }));
    expect(lines[0]).toMatch(/^Directory d-[0-9a-f]{10} \(corp\.acme\.example\) of AWS account 111111111111\. Next:$/);
    expect([...(await dumpDatabase(world))].join()).not.toContain('very secret indeed');
  });

  test.each<[string, Partial<Registration>, string]>([
    ['http://dc1', {}, 'http://dc1 is no address of a domain controller.'],
    ['ldaps://user@dc1', {}, 'is no address of a domain controller.'],
    ['ldaps://dc1/DC=corp', {}, 'is no address of a domain controller.'],
    [url, { baseDn: 'corp.acme.example' }, 'corp.acme.example is no distinguished name.'],
    [url, { password: '' }, 'The file of the password is empty.'],
    [url, { ca: 'not a certificate' }, 'is no certificate of an authority'],
    [url, { tenant: '999999999999' }, 'There is no AWS account 999999999999.'],
    [url, { replace: 'd-0000000000' }, 'There is no directory d-0000000000.'],
  ])('refuses %s with %o', async (given, more, message) => {
    await expect(runCommand(world, directoryAdd, registrationFlags(folder, { url: given, ...more }))).rejects.toThrow(message);
  });

  test('asks whose directory it is where there are several AWS accounts, and what is missing', async () => {
    writeFileSync(join(folder, 'password'), 'x');
    const flags = [
      'corp.acme.example',
      '--url',
      url,
      '--base-dn',
      'DC=corp',
      '--bind-dn',
      'CN=x',
      '--password-file',
      join(folder, 'password'),
    ];
    await expect(runCommand(world, directoryAdd, flags)).rejects.toThrow('Say whose directory it is with --tenant');
    await expect(runCommand(world, directoryAdd, flags.slice(0, 5))).rejects.toThrow('--password-file is missing.');
    await expect(runCommand(world, directoryAdd, [...flags.with(0, 'not a name'), '--tenant', '111111111111'])).rejects.toThrow(
      'is no DNS name of a domain',
    );
  });
});

describe('a directory that is registered', () => {
  test('is listed without its password, synchronised on demand, registered anew, and removed once nobody is connected', async () => {
    const id = await addDirectory(world, { url: 'ldap://127.0.0.1:1', ca: createAuthority().certificate });
    await expect(runCommand(world, directorySync, [id])).rejects.toThrow(`No account is connected to directory ${id}.`);
    const accountId = await createEnterprise(world, 'Corp');
    await connectTo(world, accountId, id);
    await expect(runCommand(world, directorySync, [id])).rejects.toThrow('is under way or awaits approval');
    await expect(runCommand(world, directoryApprove, [id])).rejects.toThrow('No synchronisation of this directory awaits approval');
    expect(await sync(world, accountId)).toMatchObject({ state: 'Failed' });
    await runCommand(world, directorySync, [id]);
    expect(await newestRun(world, accountId)).toMatchObject({ kind: 'full', state: 'Queued' });
    const listed = (await runCommand(world, directoryList, [])).join('\n');
    expect(listed).toContain(
      `${id}  corp.acme.example  (AWS account 111111111111)\n  Address      ldap://127.0.0.1:1 with StartTLS, DC=corp,DC=acme,DC=example`,
    );
    expect(listed).toContain('full Failed, 0 s: 0 seen, 0 added, 0 updated, 0 suspended. 127.0.0.1:1 cannot be reached (ECONNREFUSED).');
    expect(listed).not.toContain('Passw0rd');
    expect(await addDirectory(world, { url, replace: id })).toBe(id);
    await expect(runCommand(world, directoryRemove, [id])).rejects.toThrow(`Account ${accountId} is connected to directory ${id}.`);
    await world.database.write('', (tx) => tx.query(tx.sql.deleteFrom('directory_connections')));
    await runCommand(world, directoryRemove, [id]);
    expect((await runCommand(world, directoryList, [])).join('\n')).not.toContain(id);
  });
});
