import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { InviteUsers } from '../src/operations/chime/InviteUsers.ts';
import type { Operation } from '../src/operation.ts';
import { encodeCall } from './support/call.ts';
import { onPostgres, onSqlite } from './support/engine.ts';
import { execute, type Credential } from './support/peers.ts';
import { tamper } from './support/rows.ts';
import { carillon, createHome, main, readFirstRun, startServer, type Home, type RunningServer } from './support/server.ts';
import { sign } from './support/sign.ts';

let home: Home;
let server: RunningServer;
let admin: Credential & { awsAccountId: string };
beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
  admin = readFirstRun(home);
  const { Account } = await call(admin, CreateAccount, { Name: 'Acme' });
  await call(admin, InviteUsers, {
    AccountId: Reflect.get(Object(Account), 'AccountId'),
    UserEmailList: ['ida@acme.example', 'jo@acme.example'],
  });
});
afterAll(async () => {
  await server.stop();
  home.remove();
});

describe('carillon tenant', () => {
  test('add gives an AWS account an administrator, who can call at once', async () => {
    const { code, stdout, stderr } = await carillon(home, ['tenant', 'add', 'Globex', '--id', '222222222222']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('AWS account 222222222222 (Globex). Its administrator, shown this once:');
    const [, accessKeyId = '', secretAccessKey = ''] = /AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/.exec(stdout) ?? [];
    expect(await call({ accessKeyId, secretAccessKey }, CreateAccount, { Name: 'Acme' })).toMatchObject({
      Account: { AwsAccountId: '222222222222' },
    });
  });

  test('add makes up an id if none is given', async () => {
    expect((await carillon(home, ['tenant', 'add', 'Initech'])).stdout).toMatch(/^AWS account \d{12} \(Initech\)\./);
  });

  test('list names all of them', async () => {
    const { stdout } = await carillon(home, ['tenant', 'list']);
    expect(stdout.trimEnd().split('\n')).toEqual([
      `${admin.awsAccountId}  default`,
      '222222222222  Globex',
      expect.stringMatching(/^\d{12} {2}Initech$/),
    ]);
  });

  test('add refuses a name or an id that is taken or impossible, in one sentence', async () => {
    for (const args of [['Globex'], ['globex'], ['Other', '--id', '222222222222'], ['Other', '--id', '12'], [''], []]) {
      const { code, stdout, stderr } = await carillon(home, ['tenant', 'add', ...args]);
      expect([args, code, stdout, stderr.trim().split('\n').length]).toEqual([args, 1, '', 1]);
    }
  });
});

describe('carillon outbox', () => {
  test('shows each invitation with its link, since no mail server is set up', async () => {
    const { code, stdout } = await carillon(home, ['outbox']);
    expect(code).toBe(0);
    expect(stdout.match(/^To: .*$/gm)?.toSorted()).toEqual(['To: ida@acme.example', 'To: jo@acme.example']);
    expect(stdout).toContain('Status: NotSent');
    expect(stdout).toMatch(/[A-Za-z0-9_-]{43}/);
  });
});

describe('carillon backup', () => {
  onSqlite('copies the database while the server runs, and a server starts from the copy', async () => {
    const file = join(home.dataDir, 'copy.db');
    expect(await carillon(home, ['backup', file])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining(`The database is in ${file}.`),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const restored = await createHome();
    mkdirSync(restored.dataDir, { recursive: true });
    copyFileSync(file, join(restored.dataDir, 'carillon.db'));
    copyFileSync(join(home.dataDir, 'secret.key'), join(restored.dataDir, 'secret.key'));
    const second = await startServer(restored);
    expect(second.printed).not.toContain('First administrator');
    const headers = sign({ ...admin, method: 'GET', url: `${second.url}/accounts`, date: Date.now() });
    expect(await (await fetch(`${second.url}/accounts`, { headers })).json()).toMatchObject({ Accounts: [{ Name: 'Acme' }] });
    await second.stop();
    restored.remove();
  });

  onSqlite('never overwrites a file', async () => {
    const file = join(home.dataDir, 'copy.db');
    expect(await carillon(home, ['backup', file])).toMatchObject({
      code: 1,
      stderr: `${file} exists. Name a new file, so that no earlier backup is overwritten.\n`,
    });
  });

  onPostgres('leaves PostgreSQL to its own tool, and says which', async () => {
    const file = join(home.dataDir, 'copy.db');
    const { code, stderr } = await carillon(home, ['backup', file]);
    expect(code).toBe(1);
    expect(stderr).toContain('pg_dump');
    expect(existsSync(file)).toBe(false);
  });
});

describe('carillon audit verify', () => {
  const verify = async () => carillon(home, ['audit', 'verify']);
  const ofTenant = () => `aws_account_id = '${admin.awsAccountId}'`;
  const insertion = () => `insert into audit_events
    select aws_account_id, 3, 'forged', time, event_name, event_source, user_name, access_key_id, read_only, error_code, event, hash, entity_id from audit_events
    where ${ofTenant()} and sequence = 2`;

  test('finds an untouched trail intact while the server runs', async () => {
    const { code, stdout } = await verify();
    expect(stdout).toMatch(new RegExp(`^${admin.awsAccountId}  2 events  intact$`, 'm'));
    expect(code).toBe(0);
  });

  test.each([
    [
      'a changed event',
      () => `update audit_events set event = replace(event, 'CreateAccount', 'DeleteAccount') where ${ofTenant()} and sequence = 1`,
      'event 1 was changed',
    ],
    ['a removed event', () => `delete from audit_events where ${ofTenant()} and sequence = 1`, 'event 1 is missing'],
    ['an inserted event', () => insertion(), 'event 3 was changed'],
    ['a removed head', () => `delete from audit_heads where ${ofTenant()}`, 'the head of the chain is missing'],
  ])('finds %s', async (_, intrusion, finding) => {
    await tamper(home, 'create table kept_events as select * from audit_events');
    await tamper(home, 'create table kept_heads as select * from audit_heads');
    try {
      await tamper(home, intrusion());
      const { code, stdout, stderr } = await verify();
      expect(stdout).toContain(finding);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `The audit trail of ${admin.awsAccountId} is not intact. Compare it with a backup taken before the named event.\n`,
      });
    } finally {
      for (const table of ['events', 'heads']) {
        await tamper(home, `delete from audit_${table}`);
        await tamper(home, `insert into audit_${table} select * from kept_${table}`);
        await tamper(home, `drop table kept_${table}`);
      }
    }
  });
});

describe('carillon', () => {
  onSqlite('in a folder where no server has ever been finds nothing to verify, and leaves nothing behind', async () => {
    const dataDir = join(home.dataDir, 'elsewhere');
    for (const args of [
      ['audit', 'verify'],
      ['tenant', 'list'],
    ]) {
      expect(await carillon(home, [...args, '--data-dir', dataDir])).toEqual({
        code: 1,
        stdout: '',
        stderr: `There is no database in the data folder ${dataDir}. Name the server's folder with CARILLON_DATA_DIR, or start the server once.\n`,
      });
    }
    expect(existsSync(dataDir)).toBe(false);
  });

  test('ends in peace when nobody reads its output', async () => {
    const { environment } = home;
    const shown = await execute('/bin/sh', ['-c', '"$0" "$1" help | true', process.execPath, main], environment);
    expect(shown).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('help lists the commands and the settings', async () => {
    const { code, stdout } = await carillon(home, ['help']);
    expect(code).toBe(0);
    for (const line of ['start [settings]', 'tenant add NAME', 'backup FILE', 'audit verify', '--data-dir', 'CARILLON_DATA_DIR'])
      expect(stdout).toContain(line);
  });

  test('a command that does not exist is named', async () => {
    expect(await carillon(home, ['strat'])).toMatchObject({ code: 1, stderr: expect.stringContaining('strat is no command') });
  });
});

/** Calls the running server and answers what it answered. */
async function call(who: Credential, operation: Operation, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { method, target, body } = encodeCall(operation, input);
  const url = `${server.url}${target}`;
  const response = await fetch(url, { method, body, headers: sign({ ...who, method, url, body, date: Date.now() }) });
  const answer: unknown = await response.json();
  if (!response.ok || typeof answer !== 'object' || answer === null) throw new Error(JSON.stringify(answer));
  return { ...answer };
}
