import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open.ts';
import { typeAws } from '../support/aws-cli.ts';
import { addAttachments, readCsv } from '../support/exports.ts';
import { installModels, overlayFiles } from '../support/overlay.ts';
import { awsCli, clientEnvironment, isInstalled, type Credential } from '../support/peers.ts';
import { tamper } from '../support/rows.ts';
import { carillon, createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { folderOf } from '../support/world.ts';

const AnAccount = z.object({ Account: z.object({ AccountId: z.string() }) });
const Exports = z.object({
  DataExports: z.array(z.object({ Status: z.string(), Progress: z.number(), Count: z.number(), Url: z.string().optional() })),
});
const many = 24_000;
const real = 3;

// One story: each test goes on where the one before it ended.
describe.runIf(isInstalled(awsCli))('the stock AWS CLI with the overlay', { timeout: 120_000 }, () => {
  let home: Home;
  let server: RunningServer;
  let database: Database;
  let models: string;
  let owner: Credential;
  let id: string;

  const aws = async (line: string, ...more: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await typeAws(['--endpoint-url', server.url, 'chime', ...line.split(' '), ...more], {
      ...clientEnvironment(owner),
      AWS_DATA_PATH: models,
    });
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  beforeAll(async () => {
    models = installModels([...overlayFiles, 'waiters-2.json']);
    home = await createHome();
    server = await startServer(home);
    owner = readFirstRun(home);
    id = AnAccount.parse(await aws('create-account --name Acme')).Account.AccountId;
    const { dataDir, environment } = home;
    database = await openDatabase({ dataDir, databaseUrl: environment['DATABASE_URL'], databaseConnections: 2 }, randomBytes);
    const objects = folderOf(dataDir, { vault: database.vault, publicUrl: () => server.url }, { now: () => Date.now() });
    await addAttachments({ database }, { accountId: id, userId: 'nobody', count: real, objects });
    await addAttachments({ database }, { accountId: id, userId: 'nobody', count: many });
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
    home.remove();
    rmSync(models, { recursive: true });
  });

  test('starts an export of an Enterprise account, once; a rehearsal starts none', async () => {
    await expect(aws(`start-data-export --account-id ${id}`)).rejects.toThrow('UnprocessableEntityException');
    await tamper(home, `update accounts set type = 'EnterpriseLWA' where id = '${id}'`);
    await aws(`start-data-export --account-id ${id} --dry-run`);
    expect(await aws(`retrieve-data-exports --account-id ${id}`)).toEqual({ DataExports: [] });
    expect(await aws(`start-data-export --account-id ${id}`)).toMatchObject({ DataExport: { AccountId: id, Progress: 0 } });
  });

  test('kill -9 in the middle of it: the next process goes on where the last step ended, and every attachment is in the file once', async () => {
    const progress = async () =>
      (await database.read('', (tx) => tx.query(tx.sql.selectFrom('data_exports').select(['parts', 'state']))))[0];
    await expect.poll(async () => (await progress())?.parts, { interval: 5, timeout: 60_000 }).toBeGreaterThan(0);
    await server.kill();
    const left = await progress();
    expect(left?.state).toBe('Running');
    // Nobody waits here for the leases of the dead process to end.
    for (const table of ['data_exports', 'jobs']) await tamper(home, `update ${table} set lease_until = 0`);
    // Links lead to where the server was when they were made.
    server = await startServer(home, { CARILLON_PORT: new URL(server.url).port });
    await expect.poll(async () => (await progress())?.state, { interval: 200, timeout: 90_000 }).toBe('Ready');
    await aws(`wait data-export-ready --account-id ${id}`);
    const [ready] = Exports.parse(await aws(`retrieve-data-exports --account-id ${id}`)).DataExports;
    expect(ready).toMatchObject({ Status: 'Ready', Progress: 100, Count: many + real });
    const lines = readCsv(await (await fetch(ready?.Url ?? '')).text());
    expect(new Set(lines.map((line) => line['AttachmentId'])).size).toBe(many + real);
    expect(lines).toHaveLength(many + real);
  });

  test('the links of the file give the attachments to whoever has them', async () => {
    const [ready] = Exports.parse(await aws(`retrieve-data-exports --account-id ${id}`)).DataExports;
    const lines = readCsv(await (await fetch(ready?.Url ?? '')).text());
    const contents = await Promise.all(lines.slice(0, real).map(async (line) => (await fetch(line['Url'] ?? '')).text()));
    expect(contents.toSorted()).toEqual(['file 00000000000', 'file 00000000001', 'file 00000000002']);
    await expect(aws(`start-data-export --account-id ${id}`)).rejects.toThrow('ConflictException');
  });

  test('submits a support request, which the outbox shows until there is an address for it', async () => {
    const words = ['--subject', 'Users cannot sign in', '--description', 'Since noon.', '--category', 'SignIn', '--severity', 'High'];
    expect(await aws(`submit-support-request --account-id ${id} --attach-diagnostics`, ...words)).toMatchObject({
      SupportRequest: { Subject: 'Users cannot sign in', AccountId: id, DiagnosticsAttached: true, EmailStatus: 'NotSent' },
    });
    expect(await aws('list-support-requests')).toMatchObject({ SupportRequests: [{ Description: 'Since noon.' }] });
    const { stdout } = await carillon(home, ['outbox']);
    expect(stdout).toContain('To: the support address (CARILLON_SUPPORT_ADDRESS)');
    expect(stdout).toContain('"name": "export-data"');
  });
});
