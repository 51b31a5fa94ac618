import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { codeOf, stepAt } from '../../src/iam/totp.ts';
import { typeAws } from '../support/aws-cli.ts';
import { fromBase32 } from '../support/mfa.ts';
import { awsCli, clientEnvironment, execute, isInstalled, zbar, type Credential, type Printed } from '../support/peers.ts';
import { document, trust } from '../support/policies.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

const Session = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string(), Expiration: z.string() }),
});
const Key = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }) });

interface Caller extends Credential {
  readonly sessionToken?: string;
}

// One story: each test goes on where the one before it ended.
describe.runIf(isInstalled(awsCli))('the stock AWS CLI administers roles, sessions and sign-in', { timeout: 120_000 }, () => {
  let home: Home;
  let server: RunningServer;
  let admin: Caller;
  let account: string;
  let folder: string;
  let seed: Buffer;
  let serial: string;

  const type = (who: Caller, line: string, ...more: string[]): Promise<Printed> => {
    const environment = { ...clientEnvironment(who), ...(who.sessionToken !== undefined && { AWS_SESSION_TOKEN: who.sessionToken }) };
    return typeAws(['--endpoint-url', server.url, ...line.split(' '), ...more], environment);
  };
  /** Types `aws …` at a prompt. Nothing printed answers undefined. */
  const aws = async (who: Caller, line: string, ...more: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await type(who, line, ...more);
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };
  const session = async (who: Caller, line: string, ...more: string[]): Promise<Caller> => {
    const { Credentials } = Session.parse(await aws(who, line, ...more));
    return { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken };
  };
  const code = (steps: number): string => codeOf(seed, stepAt(Date.now()) + steps);

  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
    const first = readFirstRun(home);
    admin = first;
    account = first.awsAccountId;
    folder = mkdtempSync(join(tmpdir(), 'carillon-iam-'));
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
    rmSync(folder, { recursive: true });
  });

  test('makes a role with everything it can have, and reads it back', async () => {
    await aws(
      admin,
      'iam create-role --role-name operator --max-session-duration 7200 --tags Key=site,Value=north --assume-role-policy-document',
      trust(account),
    );
    await aws(admin, 'iam attach-role-policy --role-name operator --policy-arn arn:aws:iam::aws:policy/IAMReadOnlyAccess');
    await aws(
      admin,
      'iam put-role-policy --role-name operator --policy-name own --policy-document',
      document({ Effect: 'Allow', Action: 'sts:*', Resource: '*' }),
    );
    await aws(
      admin,
      'iam put-role-permissions-boundary --role-name operator --permissions-boundary arn:aws:iam::aws:policy/AdministratorAccess',
    );
    await aws(admin, 'iam update-role --role-name operator --description', 'Runs it');
    const answers = await Promise.all(
      ['get-role', 'list-role-policies', 'list-attached-role-policies', 'list-role-tags'].map((command) =>
        aws(admin, `iam ${command} --role-name operator`),
      ),
    );
    expect(answers).toMatchObject([
      {
        Role: {
          Arn: `arn:aws:iam::${account}:role/operator`,
          Description: 'Runs it',
          MaxSessionDuration: 7200,
          AssumeRolePolicyDocument: { Version: '2012-10-17' },
          PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        },
      },
      { PolicyNames: ['own'] },
      { AttachedPolicies: [{ PolicyName: 'IAMReadOnlyAccess' }] },
      { Tags: [{ Key: 'site', Value: 'north' }] },
    ]);
  });

  test('assumes it with tags and a session policy, and is bounded by the session policy', async () => {
    const assume = `sts assume-role --role-arn arn:aws:iam::${account}:role/operator --role-session-name late-shift`;
    const open = await session(admin, assume, '--tags', 'Key=team,Value=red');
    const bounded = await session(admin, assume, '--policy', document({ Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' }));
    const [identity, users, roles, refused] = await Promise.all([
      aws(open, 'sts get-caller-identity'),
      aws(open, 'iam list-users'),
      aws(bounded, 'iam list-roles'),
      type(bounded, 'iam list-users'),
    ]);
    expect(identity).toMatchObject({ Account: account, Arn: `arn:aws:sts::${account}:assumed-role/operator/late-shift` });
    expect(users).toMatchObject({ Users: [{ UserName: 'admin' }] });
    expect(roles).toMatchObject({ Roles: [{ RoleName: 'operator' }] });
    expect(refused.stderr).toContain('because no session policy allows the iam:ListUsers action');
  });

  test('gives a user a device, and the user proves a session with it', async () => {
    await aws(admin, 'iam create-user --user-name carol');
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    await aws(
      admin,
      'iam put-user-policy --user-name carol --policy-name own --policy-document',
      document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition }),
    );
    const { AccessKey } = Key.parse(await aws(admin, 'iam create-access-key --user-name carol'));
    const carol = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    const file = join(folder, 'seed');
    const made = await aws(
      admin,
      `iam create-virtual-mfa-device --virtual-mfa-device-name carol --bootstrap-method Base32StringSeed --outfile ${file}`,
    );
    serial = z.object({ VirtualMFADevice: z.object({ SerialNumber: z.string() }) }).parse(made).VirtualMFADevice.SerialNumber;
    seed = fromBase32(readFileSync(file, 'utf8'));
    await aws(
      admin,
      `iam enable-mfa-device --user-name carol --serial-number ${serial} --authentication-code1 ${code(-2)} --authentication-code2 ${code(-1)}`,
    );
    const plain = await session(carol, 'sts get-session-token');
    const once = code(0);
    const proven = await session(carol, `sts get-session-token --serial-number ${serial} --token-code ${once}`);
    expect((await type(plain, 'iam list-users')).stderr).toContain('InvalidClientTokenId');
    expect(await aws(proven, 'iam list-users')).toMatchObject({ Users: [{}, { UserName: 'carol' }] });
    expect((await type(carol, `sts get-session-token --serial-number ${serial} --token-code ${once}`)).stderr).toContain(
      'MultiFactorAuthentication failed',
    );
    expect(await aws(admin, 'iam list-mfa-devices --user-name carol')).toMatchObject({ MFADevices: [{ SerialNumber: serial }] });
    await aws(admin, `iam deactivate-mfa-device --user-name carol --serial-number ${serial}`);
    expect((await type(proven, 'iam list-users')).code).toBe(254);
    expect(await aws(admin, 'iam list-virtual-mfa-devices --assignment-status Unassigned')).toMatchObject({
      VirtualMFADevices: [{ SerialNumber: serial }],
    });
    await aws(admin, `iam delete-virtual-mfa-device --serial-number ${serial}`);
  });

  test.runIf(isInstalled(zbar))('gives a user the seed of a device as a picture', async () => {
    const [picture, text] = [join(folder, 'seed.png'), join(folder, 'seed.txt')];
    await aws(admin, `iam create-virtual-mfa-device --virtual-mfa-device-name pad --bootstrap-method QRCodePNG --outfile ${picture}`);
    await aws(admin, `iam create-virtual-mfa-device --virtual-mfa-device-name pad2 --bootstrap-method Base32StringSeed --outfile ${text}`);
    const read = await execute(zbar.command, ['--quiet', '--raw', picture], { PATH: '/usr/bin:/bin' });
    expect(read.stdout).toMatch(new RegExp(`^otpauth://totp/Carillon:pad%40${account}\\?secret=[A-Z2-7]{64}&issuer=Carillon\\n$`));
    for (const name of ['pad', 'pad2'])
      await aws(admin, `iam delete-virtual-mfa-device --serial-number arn:aws:iam::${account}:mfa/${name}`);
  });

  test('sets passwords, their policy and an alias', async () => {
    await aws(admin, 'iam update-account-password-policy --minimum-password-length 12 --require-numbers');
    await aws(admin, 'iam create-login-profile --user-name carol --password Correct-Horse-9 --password-reset-required');
    await aws(admin, 'iam create-account-alias --account-alias acme');
    expect((await type(admin, 'iam update-login-profile --user-name carol --password short')).stderr).toContain(
      '(PasswordPolicyViolation)',
    );
    expect(await aws(admin, 'iam get-account-password-policy')).toMatchObject({
      PasswordPolicy: { MinimumPasswordLength: 12, RequireNumbers: true },
    });
    expect(await aws(admin, 'iam get-login-profile --user-name carol')).toMatchObject({ LoginProfile: { PasswordResetRequired: true } });
    expect(await aws(admin, 'iam list-account-aliases')).toEqual({ AccountAliases: ['acme'] });
  });

  test('shows the account as a whole', async () => {
    expect(await aws(admin, 'iam get-account-summary')).toMatchObject({ SummaryMap: { Users: 2, Roles: 1, UsersQuota: 5000 } });
    expect(await aws(admin, 'iam get-account-authorization-details --filter User Role')).toMatchObject({
      UserDetailList: [
        { UserName: 'admin' },
        { UserName: 'carol', UserPolicyList: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17' } }] },
      ],
      RoleDetailList: [{ RoleName: 'operator', RoleLastUsed: {} }],
    });
    const job = z
      .object({ JobId: z.string() })
      .parse(
        await aws(admin, `iam generate-service-last-accessed-details --granularity ACTION_LEVEL --arn arn:aws:iam::${account}:user/admin`),
      );
    const report = z.object({ JobStatus: z.string(), ServicesLastAccessed: z.array(z.looseObject({ ServiceNamespace: z.string() })) });
    const { JobStatus, ServicesLastAccessed } = report.parse(
      await aws(admin, `iam get-service-last-accessed-details --job-id ${job.JobId}`),
    );
    expect(JobStatus).toBe('COMPLETED');
    expect(ServicesLastAccessed.find(({ ServiceNamespace }) => ServiceNamespace === 'iam')).toMatchObject({
      LastAuthenticatedEntity: `arn:aws:iam::${account}:user/admin`,
    });
  });

  test('takes everything apart again, and each refusal names what must go first', async () => {
    expect((await type(admin, 'iam delete-role --role-name operator')).stderr).toContain(
      'must detach all policies first. Still there: arn:aws:iam::aws:policy/IAMReadOnlyAccess.',
    );
    await aws(admin, 'iam detach-role-policy --role-name operator --policy-arn arn:aws:iam::aws:policy/IAMReadOnlyAccess');
    await aws(admin, 'iam delete-role-policy --role-name operator --policy-name own');
    await aws(admin, 'iam delete-role --role-name operator');
    await aws(admin, 'iam delete-login-profile --user-name carol');
    await aws(admin, 'iam delete-account-alias --account-alias acme');
    await aws(admin, 'iam delete-account-password-policy');
  });
});
