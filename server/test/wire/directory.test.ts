import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ListDirectories } from '../../src/operations/chime/ListDirectories.ts';
import { typeAws } from '../support/aws-cli.ts';
import { corpGroups, corpLdif } from '../support/corp.ts';
import { registrationFlags } from '../support/directories.ts';
import { encodeCall } from '../support/call.ts';
import { present } from '../support/members.ts';
import { installModels } from '../support/overlay.ts';
import { awsCli, clientEnvironment, isInstalled, type Printed } from '../support/peers.ts';
import { tamper } from '../support/rows.ts';
import { canStartSamba, startSamba, type SambaPeer } from '../support/samba.ts';
import { carillon, createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { sign } from '../support/sign.ts';

/** Far beyond what a synchronisation takes on a busy machine. */
const patienceMs = 120_000;
const people = 2000;
const opened = { CARILLON_OUTGOING_ALLOW: '127.0.0.0/8', CARILLON_REQUESTS_PER_SECOND: '0' };

describe.runIf(isInstalled(awsCli) && canStartSamba())('a directory, by the stock AWS CLI', { timeout: 3 * patienceMs }, () => {
  let samba: SambaPeer;
  let home: Home;
  let server: RunningServer;
  let folder: string;

  beforeAll(async () => {
    samba = await startSamba(corpLdif(people, corpGroups));
    home = await createHome();
    server = await startServer(home, opened);
    folder = installModels();
  }, patienceMs);
  afterAll(async () => {
    await server?.stop();
    home?.remove();
    await samba?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const aws = async (line: string): Promise<unknown> => {
    const printed: Printed = await typeAws(['--endpoint-url', server.url, 'chime', ...line.split(' ')], {
      ...clientEnvironment(readFirstRun(home)),
      AWS_DATA_PATH: folder,
    });
    if (printed.code !== 0) throw new Error(`aws chime ${line} ended with ${printed.code}: ${printed.stderr}`);
    return JSON.parse(printed.stdout);
  };

  /** The directory as the server shows it now. */
  const shown = async () => {
    const { method, target, headers, body } = encodeCall(ListDirectories, {});
    const url = `${server.url}${target}`;
    const response = await fetch(url, {
      headers: { ...headers, ...sign({ ...readFirstRun(home), method, url, headers, body, date: Date.now() }) },
    });
    return present(ListDirectories.output.parse(await response.json()).Directories[0]);
  };

  const until = async (condition: (status: NonNullable<Awaited<ReturnType<typeof shown>>['SyncStatus']>) => boolean) => {
    for (const late = Date.now() + patienceMs; Date.now() < late;) {
      const { SyncStatus } = await shown();
      if (SyncStatus && condition(SyncStatus)) return SyncStatus;
      if (SyncStatus?.State === 'Failed') throw new Error(`The synchronisation failed: ${SyncStatus.Message}`);
    }
    throw new Error('The synchronisation was not so far in time.');
  };

  test('is registered, authorized and connected; a kill in the middle of the synchronisation does nothing twice and loses nobody', async () => {
    const created = z.object({ Account: z.object({ AccountId: z.string() }) }).parse(await aws('create-account --name Corp'));
    const { AccountId } = created.Account;
    // The domain is proved by DNS elsewhere: here it is, and the account is an Enterprise.
    await tamper(
      home,
      `insert into domains (account_id, name, status, token, created_at, verified_at, next_check_at, failures)
       values ('${AccountId}', 'acme.example', 'Verified', 'proved', 0, 0, null, 0)`,
    );
    await tamper(home, `update accounts set type = 'EnterpriseLWA' where id = '${AccountId}'`);

    const flags = registrationFlags(folder, { url: samba.url, ca: samba.authority.certificate, tenant: readFirstRun(home).awsAccountId });
    const added = await carillon(home, ['directory', 'add', ...flags]);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const id = present(/\bd-[0-9a-f]{10}\b/.exec(added.stdout)?.[0]);

    expect(await aws('list-directories')).toMatchObject({
      Directories: [{ DirectoryId: id, Name: 'corp.acme.example', Authorized: false }],
    });
    await aws(`authorize-directory --directory-id ${id} --account-id ${AccountId}`);
    expect(await aws(`connect-directory --directory-id ${id} --account-id ${AccountId}`)).toMatchObject({
      Directory: { DirectoryId: id, Authorized: true, ConnectedAccountId: AccountId },
      SyncStatus: { State: 'Queued' },
    });

    const halfway = await until(({ UsersAdded }) => UsersAdded > 0);
    await server.kill();
    expect(halfway.State).toBe('Running');
    // The leases of the process that died run out.
    for (const table of ['directory_runs', 'jobs']) await tamper(home, `update ${table} set lease_until = 0`);
    server = await startServer(home, opened);
    expect(await until(({ State }) => State === 'Succeeded')).toMatchObject({ UsersSeen: people, UsersAdded: people, UsersSuspended: 0 });

    const { Users } = z
      .object({ Users: z.array(z.object({ PrimaryEmail: z.string() })) })
      .parse(await aws(`list-users --account-id ${AccountId}`));
    expect(new Set(Users.map(({ PrimaryEmail }) => PrimaryEmail)).size).toBe(people);
    expect(Users).toHaveLength(people);

    const listed = await carillon(home, ['directory', 'list']);
    expect(listed.stdout).toMatch(/Sync +\S+ full Succeeded, \d+ s: 2000 seen, 2000 added, 0 updated, 0 suspended/);
    expect(listed.stdout).not.toContain('Passw0rd');
  });
});
