import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, InvalidIdentityTokenException, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../support/authority.ts';
import { present } from '../support/members.ts';
import { startOpenIdProvider, type OpenIdPeer } from '../support/oidc-provider.ts';
import { awsCli, clientEnvironment, execute, isInstalled } from '../support/peers.ts';
import { allow, document } from '../support/policies.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

const authority = createAuthority();
let home: Home;
let server: RunningServer;
let peer: OpenIdPeer;
let folder: string;
let account: string;
let RoleArn: string;
let token: string;

beforeAll(async () => {
  home = await createHome();
  peer = await startOpenIdProvider(authority);
  server = await startServer(home, { CARILLON_OUTGOING_ALLOW: '127.0.0.0/8, ::1' });
  folder = mkdtempSync(join(tmpdir(), 'carillon-web-identity-'));
  const { awsAccountId, ...credentials } = readFirstRun(home);
  account = awsAccountId;
  const iam = new IAMClient({ endpoint: server.url, region: 'us-east-1', credentials });
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: peer.issuer, ClientIDList: ['carillon'], ThumbprintList: [authority.thumbprint] }),
  );
  expect(await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))).toMatchObject({
    Url: peer.issuer.slice('https://'.length),
    ClientIDList: ['carillon'],
    ThumbprintList: [authority.thumbprint],
  });
  const Condition = { StringEquals: { [`${peer.issuer.slice('https://'.length)}:sub`]: 'jo@example.com' } };
  const AssumeRolePolicyDocument = document({
    Effect: 'Allow',
    Principal: { Federated: OpenIDConnectProviderArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'staff', AssumeRolePolicyDocument }));
  RoleArn = present(Role?.Arn);
  await iam.send(new PutRolePolicyCommand({ RoleName: 'staff', PolicyName: 'own', PolicyDocument: allow('iam:ListRoles') }));
  token = await peer.signIn('jo@example.com');
});
afterAll(async () => {
  await server.stop();
  await peer.close();
  home.remove();
  rmSync(folder, { recursive: true });
});

test('@aws-sdk/client-sts assumes a role with the token of a certified provider, without any credentials', async () => {
  const sts = new STSClient({ endpoint: server.url, region: 'us-east-1', credentials: async () => Promise.reject(new Error('none')) });
  const call = new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'jo', WebIdentityToken: token });
  const { Credentials, ...answer } = await sts.send(call);
  expect(answer).toMatchObject({
    SubjectFromWebIdentityToken: 'jo@example.com',
    Audience: 'carillon',
    Provider: `arn:aws:iam::${account}:oidc-provider/${peer.issuer.slice('https://'.length)}`,
    AssumedRoleUser: { Arn: `arn:aws:sts::${account}:assumed-role/staff/jo` },
  });
  const credentials = {
    accessKeyId: present(Credentials?.AccessKeyId),
    secretAccessKey: present(Credentials?.SecretAccessKey),
    sessionToken: present(Credentials?.SessionToken),
  };
  const session = new STSClient({ endpoint: server.url, region: 'us-east-1', credentials });
  expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: `arn:aws:sts::${account}:assumed-role/staff/jo` });
});

test('and throws the SDK’s own exceptions for a token that is of no use, and for somebody the role does not trust', async () => {
  const sts = new STSClient({ endpoint: server.url, region: 'us-east-1', credentials: async () => Promise.reject(new Error('none')) });
  const input = { RoleArn, RoleSessionName: 'jo' };
  await expect(sts.send(new AssumeRoleWithWebIdentityCommand({ ...input, WebIdentityToken: `${token}x` }))).rejects.toThrow(
    InvalidIdentityTokenException,
  );
  const other = await peer.signIn('kim@example.com');
  await expect(sts.send(new AssumeRoleWithWebIdentityCommand({ ...input, WebIdentityToken: other }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  });
});

describe.runIf(isInstalled(awsCli))('the stock AWS CLI', () => {
  /** An environment without any key. */
  const environment = (): Record<string, string> => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = clientEnvironment({ accessKeyId: '', secretAccessKey: '' });
    return { ...rest, HOME: folder };
  };

  test('assumes a role with a token on the command line', async () => {
    const command = ['sts', 'assume-role-with-web-identity', '--role-arn', RoleArn, '--role-session-name', 'jo'];
    const { code, stdout, stderr } = await execute(
      awsCli.command,
      ['--endpoint-url', server.url, ...command, '--web-identity-token', token],
      environment(),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ SubjectFromWebIdentityToken: 'jo@example.com' });
  });

  test('fetches its own credentials with the token in a file', async () => {
    // Debian's CLI is older than AWS_ENDPOINT_URL_STS, which is all that a newer one needs; this is how it is told instead.
    const models = join(folder, '.aws/models/sts/2011-06-15');
    mkdirSync(models, { recursive: true });
    writeFileSync(join(models, 'endpoint-rule-set-1.json'), JSON.stringify(ruleSet(server.url)));
    writeFileSync(join(folder, 'token'), token);
    const profile = ['[profile jo]', `role_arn=${RoleArn}`, `web_identity_token_file=${join(folder, 'token')}`, 'role_session_name=jo'];
    writeFileSync(join(folder, '.aws/config'), profile.join('\n'));
    const call = ['--profile', 'jo', '--endpoint-url', server.url, 'iam', 'list-roles'];
    const { code, stdout, stderr } = await execute(awsCli.command, call, environment());
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ Roles: [{ RoleName: 'staff' }] });
  });

  test('lists the providers', async () => {
    const listed = await execute(
      awsCli.command,
      ['--endpoint-url', server.url, 'iam', 'list-open-id-connect-providers'],
      clientEnvironment(readFirstRun(home)),
    );
    expect(JSON.parse(listed.stdout)).toMatchObject({
      OpenIDConnectProviderList: [{ Arn: expect.stringContaining('oidc-provider/localhost') }],
    });
  });
});

/** The rules by which the CLI finds STS: always here. */
function ruleSet(url: string): object {
  const flag = (name: string) => ({ builtIn: name, required: true, default: false, type: 'Boolean', documentation: '' });
  return {
    version: '1.0',
    parameters: {
      Region: { builtIn: 'AWS::Region', required: false, type: 'String', documentation: '' },
      UseDualStack: flag('AWS::UseDualStack'),
      UseFIPS: flag('AWS::UseFIPS'),
      Endpoint: { builtIn: 'SDK::Endpoint', required: false, type: 'String', documentation: '' },
      UseGlobalEndpoint: flag('AWS::STS::UseGlobalEndpoint'),
    },
    rules: [{ conditions: [], endpoint: { url, properties: {}, headers: {} }, type: 'endpoint' }],
  };
}
