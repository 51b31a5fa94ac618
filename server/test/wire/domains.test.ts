import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkDomains } from '../../src/jobs/check-domains.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open.ts';
import { insertUser, type UserRow } from '../../src/store/users.ts';
import { typeAws } from '../support/aws-cli.ts';
import { bind, startInternet, type Internet } from '../support/bind.ts';
import { connectionsTo } from '../support/claims.ts';
import { installModels } from '../support/overlay.ts';
import { awsCli, boto3, clientEnvironment, isInstalled, type Printed } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

const AnAccount = z.object({ Account: z.object({ AccountId: z.string() }) });
const ADomain = z.object({
  Domain: z.object({
    Status: z.string(),
    VerificationRecord: z.object({ Name: z.string(), Value: z.string() }),
    LastCheck: z.object({ Diagnosis: z.string() }).optional(),
  }),
});
const patienceMs = 30_000;

describe.runIf(isInstalled(bind) && isInstalled(awsCli) && isInstalled(boto3))('with the stock AWS CLI and real name servers', () => {
  let internet: Internet;
  let home: Home;
  let server: RunningServer;
  let models: string;
  let dns: Record<string, string>;

  beforeAll(async () => {
    internet = await startInternet({ 'acme.example': [1, 2], 'crash.example': [1] });
    dns = { CARILLON_DNS_SERVERS: internet.resolver, CARILLON_DNS_PORT: String(internet.port), CARILLON_OUTGOING_ALLOW: '127.0.0.0/8' };
    home = await createHome();
    server = await startServer(home, dns);
    models = installModels();
  });
  afterAll(async () => {
    await server.stop();
    await internet.stop();
    home.remove();
    rmSync(models, { recursive: true });
  });

  const aws = async (line: string): Promise<Printed> =>
    typeAws(['--endpoint-url', server.url, 'chime', ...line.split(' ')], {
      ...clientEnvironment(readFirstRun(home)),
      AWS_DATA_PATH: models,
    });
  const domain = async (line: string) => {
    const { stdout, stderr, code } = await aws(line);
    if (code !== 0) throw new Error(stderr);
    return ADomain.parse(JSON.parse(stdout)).Domain;
  };
  const createAccount = async (name: string) =>
    AnAccount.parse(JSON.parse((await aws(`create-account --name ${name}`)).stdout)).Account.AccountId;
  const serve = async (zone: string, records: readonly string[]) => {
    for (const one of internet.servers) await one.serve(zone, records);
  };

  test('a domain is claimed, looked at by the poller at once, proved, and removed after a rehearsal', { timeout: 180_000 }, async () => {
    const id = await createAccount('Acme');
    const name = `--account-id ${id} --domain-name acme.example`;
    await serve('acme.example', []);
    const { VerificationRecord } = await domain(`add-domain ${name}`);
    expect(VerificationRecord.Name).toBe('_carillon-challenge.acme.example');
    await until(async () => (await domain(`get-domain ${name}`)).LastCheck?.Diagnosis === 'RecordMissing');
    expect(await domain(`check-domain ${name}`)).toMatchObject({ Status: 'PendingVerification' });
    await serve('acme.example', [`_carillon-challenge IN TXT "${VerificationRecord.Value}"`]);
    expect(await domain(`check-domain ${name}`)).toMatchObject({ Status: 'Verified', LastCheck: { Diagnosis: 'RecordFound' } });
    const [account, listed, refused, rehearsed] = await Promise.all([
      aws(`get-account --account-id ${id}`),
      aws(`list-domains --account-id ${id}`),
      aws(`delete-account --account-id ${id}`),
      aws(`delete-domain ${name} --dry-run`),
    ]);
    expect(account.stdout).toContain('"AccountType": "EnterpriseLWA"');
    expect(listed.stdout).toContain('"DomainName": "acme.example"');
    expect(refused.stderr).toContain('still has a claimed domain: acme.example');
    expect(JSON.parse(rehearsed.stdout)).toEqual({
      Removal: { UsersReleased: 0, UsersStillSuspended: 0, ProfilesRemoved: 0, SecondaryAddressesRemoved: 0, SessionsEnded: 0 },
    });
    expect(await domain(`get-domain ${name}`)).toMatchObject({ Status: 'Verified' });
    expect(await aws(`delete-domain ${name}`)).toMatchObject({ code: 0, stdout: '' });
    expect(await aws(`get-domain ${name}`)).toMatchObject({ code: 254, stderr: expect.stringContaining('has not claimed the domain') });
    expect((await aws(`get-account --account-id ${id}`)).stdout).toContain('"AccountType": "Team"');
  });

  test(
    'kill -9 while three thousand people join: whoever takes over lets the others join, nobody twice',
    { timeout: 120_000 },
    async () => {
      const people = 3_000;
      const id = await createAccount('Crash');
      const database = await openHome(home);
      try {
        for (let from = 0; from < people; from += 500) {
          await database.write('', async (tx) => {
            for (let number = from; number < from + 500; number++) await insertUser(tx, freeUser(number));
          });
        }
        const name = `--account-id ${id} --domain-name crash.example`;
        const { VerificationRecord } = await domain(`add-domain ${name}`);
        await serve('crash.example', [`_carillon-challenge IN TXT "${VerificationRecord.Value}"`]);
        // The AWS CLI takes a second to end, and the people less to join: it is not waited for.
        const checking = aws(`check-domain ${name}`);
        await until(async () => (await countIn(database, id)) > 0);
        await server.kill();
        await checking;
        const before = await countIn(database, id);
        await checkDomains(connectionsTo(internet), { newId: () => randomUUIDv7() }).run({ database, now: Date.now() });
        expect(await countIn(database, id)).toBe(people);
        expect(await countIn(database, '')).toBe(0);
        // A process that died after the last of them would prove nothing.
        expect(before).toBeLessThan(people);
      } finally {
        await database.close();
      }
      server = await startServer(home, dns);
      expect((await aws(`get-account --account-id ${id}`)).stdout).toContain('"AccountType": "EnterpriseLWA"');
    },
  );
});

async function openHome({ dataDir, environment }: Home): Promise<Database> {
  return openDatabase({ dataDir, databaseUrl: environment['DATABASE_URL'], databaseConnections: 2, secretKey: undefined }, randomBytes);
}

function freeUser(number: number): UserRow {
  return {
    account_id: '',
    id: `crash-${number}`,
    primary_email: `p${number}@crash.example`,
    display_name: null,
    display_name_folded: null,
    license_type: 'Basic',
    user_type: 'PrivateUser',
    registration_status: 'Registered',
    invitation_status: null,
    pin: `9${String(number).padStart(9, '0')}`,
    managed_by: 'carillon',
    source_active: 1,
    invited_on: null,
    registered_on: 1,
    created_at: 1,
  };
}

async function countIn(database: Database, accountId: string): Promise<number> {
  const rows = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('users').select('id').where('account_id', '=', accountId).where('primary_email', 'like', '%@crash.example')),
  );
  return rows.length;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('What was waited for did not happen.');
    await delay(5);
  }
}
