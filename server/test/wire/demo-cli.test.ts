import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { installModels } from '../support/overlay.ts';
import { awsCli, clientEnvironment, isInstalled, type Credential } from '../support/peers.ts';
import { carillon, createHome, startServer, type Home, type RunningServer } from '../support/server.ts';

/** Far beyond the few seconds that a demonstration takes on a machine that is not busy. */
const fillingMs = 240_000;

const Credentials = z.object({
  alias: z.string(),
  operators: z.array(z.object({ userName: z.string(), accessKeyId: z.string(), secretAccessKey: z.string(), password: z.string() })),
});
const Accounts = z.object({ Accounts: z.array(z.object({ AccountId: z.string(), Name: z.string() })) });
const Exported = z.object({ Resource: z.looseObject({ Domains: z.array(z.string()) }), Revision: z.string() });
const Validated = z.object({ Findings: z.array(z.unknown()), Plan: z.array(z.object({ Operation: z.string(), Allowed: z.boolean() })) });

// One story: each test goes on where the one before it ended.
describe.runIf(isInstalled(awsCli))('a demonstration, and an account as a document, with the stock AWS CLI', { timeout: 240_000 }, () => {
  let home: Home;
  let server: RunningServer;
  let models: string;
  let credentials: z.output<typeof Credentials>;
  let accountId: string;

  const as = (userName: string): Credential => {
    const found = credentials.operators.find((operator) => operator.userName === userName);
    if (!found) throw new Error(`There is no operator ${userName}.`);
    return found;
  };

  const aws = async (userName: string, ...line: string[]): Promise<unknown> => {
    const environment = { ...clientEnvironment(as(userName)), AWS_DATA_PATH: models };
    const { code, stdout, stderr } = await typeAws(['--endpoint-url', server.url, 'chime', ...line], environment);
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  beforeAll(async () => {
    models = installModels();
    home = await createHome();
    server = await startServer(home, { CARILLON_DEMO: 'true' }, fillingMs);
  }, 2 * fillingMs);
  afterAll(async () => {
    await server?.stop();
    home?.remove();
    rmSync(models, { recursive: true, force: true });
  });

  test('the start prints who may sign in, and keeps it where only the operator reads it', () => {
    const file = join(home.dataDir, 'demo', 'demo-credentials.json');
    credentials = Credentials.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const { userName, password } of credentials.operators) expect(server.printed).toMatch(new RegExp(`${userName} +${password}`));
  });

  test('an account is exported, changed as a file, checked and applied', async () => {
    const { Accounts: accounts } = Accounts.parse(await aws('pavel', 'list-accounts', '--name', 'Larkfield'));
    accountId = accounts[0]?.AccountId ?? '';
    const { Resource, Revision } = Exported.parse(await aws('pavel', 'get-account-resource', '--account-id', accountId));
    const resource = JSON.stringify({ ...Resource, Domains: ['larkfield.example'] });
    const validated = await aws('pavel', 'validate-account-resource', '--account-id', accountId, '--resource', resource);
    expect(Validated.parse(validated)).toMatchObject({
      Findings: [{ Code: 'DomainUnproved' }],
      Plan: [{ Operation: 'AddDomain', Allowed: true }],
    });
    const update = ['update-account-resource', '--account-id', accountId, '--resource', resource, '--revision', Revision];
    expect(await aws('pavel', ...update)).toMatchObject({
      Resource: { Domains: ['larkfield.example'] },
      Applied: [{ Operation: 'AddDomain' }],
    });
    await expect(aws('pavel', ...update)).rejects.toThrow('ConflictException');
  });

  test('a step that the caller may not take is told by the check, and refused by the update', async () => {
    const { Resource, Revision } = Exported.parse(await aws('rita', 'get-account-resource', '--account-id', accountId));
    const resource = JSON.stringify({ ...Resource, Domains: [] });
    const plan = Validated.parse(await aws('pavel', 'validate-account-resource', '--account-id', accountId, '--resource', resource)).Plan;
    expect(plan).toMatchObject([{ Operation: 'DeleteDomain', Allowed: false }]);
    const update = ['update-account-resource', '--account-id', accountId, '--resource', resource, '--revision', Revision];
    await expect(aws('pavel', ...update)).rejects.toThrow(/chime:DeleteDomain .* with an explicit deny/);
  });

  test('the schema of the document is served', async () => {
    const answer = await fetch(`${server.url}/account-resource.schema.json`);
    expect(z.object({ $ref: z.string() }).parse(await answer.json())).toMatchObject({ $ref: '#/$defs/AccountResource' });
  });

  test('files are imported beside the running server', async () => {
    const file = join(home.dataDir, 'users.txt');
    writeFileSync(file, 'newcomer@mail.example\n');
    const { code, stdout } = await carillon(home, ['import', 'users', file, '--account', accountId, '--demo']);
    expect([code, stdout]).toEqual([0, 'Rows: 1 imported, 0 there already, 0 refused.\n']);
  });

  test('a server without the flag finds no demonstration in its folder, and one with it does not touch real data', async () => {
    if (home.environment['DATABASE_URL'] !== undefined) return;
    const { code, stderr } = await carillon(home, ['tenant', 'list']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no database in the data folder')]);
  });
});
