import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AttachUserPolicyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand, TagUserCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allow, document } from './support/policies.ts';
import { carillon, createHome, readFirstRun, startServer, type Home, type RunningServer } from './support/server.ts';

let home: Home;
let server: RunningServer;
let account: string;
beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
  const admin = readFirstRun(home);
  account = admin.awsAccountId;
  const iam = new IAMClient({ endpoint: server.url, region: 'us-east-1', credentials: admin });
  const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
  const own = { StringEquals: { 'aws:PrincipalTag/team': 'desk' } };
  const PolicyDocument = document(
    { Effect: 'Allow', Action: ['chime:ResetPersonalPin', 'chime:LogoutUser'], Resource: '*', Condition },
    { Effect: 'Allow', Action: 'chime:SuspendUsers', Resource: '*', Condition: own },
    { Effect: 'Deny', Action: 'chime:LogoutUser', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  );
  await iam.send(new CreateUserCommand({ UserName: 'desk', Path: '/help/' }));
  await iam.send(new TagUserCommand({ UserName: 'desk', Tags: [{ Key: 'Team', Value: 'desk' }] }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'desk', PolicyName: 'own', PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName: 'desk', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly' }));
  await iam.send(new CreateUserCommand({ UserName: 'nobody' }));
});
afterAll(async () => {
  await server.stop();
  home.remove();
});

function file(name: string, text: string): string {
  const path = join(home.dataDir, name);
  writeFileSync(path, text);
  return path;
}

describe('carillon policy validate', () => {
  test('tells each finding with its place, and fails if one is an error', async () => {
    const bad = file(
      'bad.json',
      '{ "Version": "2012-10-17", "Statement": [\n  { "Effect": "Allow", "Action": "chime:GetUsers", "Resource": "*" } ] }',
    );
    const { code, stdout, stderr } = await carillon(home, ['policy', 'validate', bad]);
    expect(stdout).toBe(`${bad}:2:34  ERROR  INVALID_ACTION  The action chime:GetUsers does not exist. Did you mean chime:GetUser?\n`);
    expect([code, stderr]).toEqual([1, `${bad} has 1 error.\n`]);
  });

  test('is content with a policy that is right, and with one that is only doubtful', async () => {
    expect(await carillon(home, ['policy', 'validate', file('good.json', allow('chime:GetUser'))])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no findings'),
    });
    const trust = file('trust.json', document({ Sid: '', Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }));
    expect(await carillon(home, ['policy', 'validate', trust, '--type', 'trust'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('EMPTY_SID_VALUE'),
    });
  });

  test('names a file or a type that is not there', async () => {
    expect(await carillon(home, ['policy', 'validate', '/nowhere.json'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/nowhere.json cannot be read'),
    });
    expect(await carillon(home, ['policy', 'validate', file('x.json', '{}'), '--type', 'bucket'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--type bucket is none of'),
    });
  });
});

describe('carillon policy test', () => {
  const suite = (expect: string) =>
    JSON.stringify({ policies: { identity: ['get.json'] }, requests: [{ action: 'chime:GetUser', expect }] });

  test('reports every file, finds policies beside it, and fails if one test does', async () => {
    file('get.json', allow('chime:Get*'));
    const files = [
      file('a.policy-test.json', suite('allowed')),
      file('b.policy-test.json', suite('denied')),
      file('c.policy-test.json', '[]'),
    ];
    const { code, stdout, stderr } = await carillon(home, ['policy', 'test', ...files]);
    expect(stdout).toContain('  ✔ chime:GetUser is allowed\n');
    expect(stdout).toContain('  ✖ chime:GetUser is denied, but was allowed by get.json, line 1\n');
    expect(stdout).toContain('  ✖ It is no policy test:');
    expect([code, stderr]).toEqual([1, '1 passed, 1 failed, 1 files could not be tested\n']);
    expect(await carillon(home, ['policy', 'test', files[0] ?? ''])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\n1 passed, 0 failed\n$/),
    });
  });
});

test('carillon policy diff tells what is gained and lost in effect, with the conditions', async () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
  const before = file('before.json', document({ Effect: 'Allow', Action: ['chime:GetUser', 'chime:LogoutUser'], Resource: '*' }));
  const after = file(
    'after.json',
    document(
      { Effect: 'Allow', Action: 'chime:GetUser', Resource: '*' },
      { Effect: 'Allow', Action: 'chime:ResetPersonalPin', Resource: '*', Condition },
    ),
  );
  expect((await carillon(home, ['policy', 'diff', before, after])).stdout.split('\n')).toEqual([
    '- chime:LogoutUser  always → never',
    '+ chime:ResetPersonalPin  never → sometimes: if IpAddress aws:SourceIp 10.0.0.0/8',
    '    gained: for example chime:ResetPersonalPin on * with aws:SourceIp = 10.0.0.0',
    '',
  ]);
  expect((await carillon(home, ['policy', 'diff', before, before])).stdout).toBe('The two policies allow the same.\n');
});

describe('carillon policy table', () => {
  test('has a row for each of the 57 actions', async () => {
    const { stdout } = await carillon(home, ['policy', 'table', `arn:aws:iam::${account}:user/help/desk`]);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((row) => row.split(/ {2,}/));
    expect(rows).toHaveLength(57);
    const row = (action: string) => rows.find((cells) => cells[0]?.endsWith(action) || cells[1] === action);
    expect(row('chime:GetUser')).toEqual(['✔', 'chime:GetUser', 'Read', 'always']);
    expect(row('chime:DeleteAccount')).toEqual(['–', 'chime:DeleteAccount', 'Write', 'never']);
    // The tag is the user's own, so that there is nothing to be seen.
    expect(row('chime:SuspendUsers')).toEqual(['✔', 'chime:SuspendUsers', 'Write', 'always']);
    expect(row('chime:ResetPersonalPin')).toEqual([
      '◐',
      'chime:ResetPersonalPin',
      'Write',
      'sometimes: if IpAddress aws:SourceIp 203.0.113.0/24',
    ]);
    expect(row('chime:LogoutUser')?.at(-1)).toBe(
      'sometimes: if IpAddress aws:SourceIp 203.0.113.0/24; unless Bool aws:SecureTransport false',
    );
  });

  test('says that there is nobody of that name', async () => {
    expect(await carillon(home, ['policy', 'table', `arn:aws:iam::${account}:user/desk`])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be found'),
    });
  });
});

describe('carillon policy who', () => {
  test('names everybody who can, and how', async () => {
    const { stdout } = await carillon(home, ['policy', 'who', 'chime:ResetPersonalPin']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((row) => row.split(/ {2,}/)),
    ).toEqual([
      [`arn:aws:iam::${account}:root`, 'always, unless a service control policy denies it'],
      [expect.stringContaining(':user/admin'), 'always'],
      [`arn:aws:iam::${account}:user/help/desk`, 'sometimes: if IpAddress aws:SourceIp 203.0.113.0/24'],
    ]);
  });

  test('knows the actions there are', async () => {
    expect(await carillon(home, ['policy', 'who', 'chime:Frobnicate'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is no action of this server'),
    });
  });
});
