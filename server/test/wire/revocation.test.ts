import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DetachUserPolicyCommand,
  EnableMFADeviceCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { organizationAttach } from '../../src/cli/organization-attach.ts';
import { organizationCreate } from '../../src/cli/organization-create.ts';
import { organizationMove } from '../../src/cli/organization-move.ts';
import { codeOf, stepAt } from '../../src/iam/totp.ts';
import { runCommand } from '../support/command.ts';
import { present } from '../support/members.ts';
import { fromBase32 } from '../support/mfa.ts';
import { document } from '../support/policies.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

// On PostgreSQL, what is changed through one process must bite in another one within a second. On SQLite there is one process.

let home: Home;
let folder: string;
let servers: RunningServer[];
let admin: IAMClient;
let other: RunningServer;

const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
/** A second between two looks, and what a busy machine takes for the rest. */
const withinMs = 3_000;

beforeAll(async () => {
  const made = await createHome();
  folder = mkdtempSync(join(tmpdir(), 'carillon-second-'));
  home = { ...made, environment: { ...made.environment, CARILLON_SECRET_KEY: '5a'.repeat(32) } };
  const first = await startServer(home);
  const isShared = home.environment['DATABASE_URL'] !== undefined;
  const second = isShared ? await startServer({ ...home, dataDir: folder }, { CARILLON_DATA_DIR: folder }) : undefined;
  servers = second ? [first, second] : [first];
  other = second ?? first;
  admin = new IAMClient({ endpoint: first.url, region: 'us-east-1', credentials: readFirstRun(home) });
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A user who may list users, as a client of the other process that has just done so. */
async function newReader(UserName: string): Promise<{ list(): Promise<unknown>; AccessKeyId: string }> {
  await admin.send(new CreateUserCommand({ UserName }));
  await admin.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName }));
  const AccessKeyId = present(AccessKey?.AccessKeyId);
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: present(AccessKey?.SecretAccessKey) };
  const client = new IAMClient({ endpoint: other.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  const list = async (): Promise<unknown> => client.send(new ListUsersCommand({}));
  await list();
  return { list, AccessKeyId };
}

function toCredentials(
  given: { AccessKeyId?: string | undefined; SecretAccessKey?: string | undefined; SessionToken?: string | undefined } | undefined,
) {
  const { AccessKeyId, SecretAccessKey, SessionToken } = present(given);
  return {
    accessKeyId: present(AccessKeyId),
    secretAccessKey: present(SecretAccessKey),
    ...(SessionToken !== undefined && { sessionToken: SessionToken }),
  };
}

/** The name of the error that ends a series of calls. */
async function refused(list: () => Promise<unknown>): Promise<unknown> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    try {
      await list();
    } catch (error) {
      return error instanceof Error ? error.name : error;
    }
  }
  return 'never';
}

test.each([
  ['a detached policy', 'AccessDenied', (UserName: string) => new DetachUserPolicyCommand({ UserName, PolicyArn })],
  [
    'a new Deny',
    'AccessDenied',
    (UserName: string) =>
      new PutUserPolicyCommand({
        UserName,
        PolicyName: 'no',
        PolicyDocument: document({ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }),
      }),
  ],
  [
    'a deactivated key',
    'InvalidClientTokenId',
    (UserName: string, AccessKeyId: string) => new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }),
  ],
  [
    'a deleted key',
    'InvalidClientTokenId',
    (UserName: string, AccessKeyId: string) => new DeleteAccessKeyCommand({ UserName, AccessKeyId }),
  ],
] as const)('%s bites in every process within a second, in this one at once', async (name, code, revoke) => {
  const UserName = name.replaceAll(' ', '-');
  const { list, AccessKeyId } = await newReader(UserName);
  // One of several kinds of commands, all of which the client takes.
  await admin.send(revoke(UserName, AccessKeyId) as DeleteAccessKeyCommand);
  if (servers.length === 1) await expect(list()).rejects.toMatchObject({ name: code });
  else expect(await refused(list)).toBe(code);
});

test('a deactivated second factor ends what it was shown for, in every process within a second, in this one at once', async () => {
  const UserName = 'factor';
  await newReader(UserName);
  const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  const PolicyDocument = document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition });
  await admin.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  await admin.send(new PutUserPolicyCommand({ UserName, PolicyName: 'proven', PolicyDocument }));
  const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName }));
  const { VirtualMFADevice } = await admin.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }));
  const { SerialNumber, Base32StringSeed } = present(VirtualMFADevice);
  const seed = fromBase32(Buffer.from(present(Base32StringSeed)).toString());
  const code = (steps: number): string => codeOf(seed, stepAt(Date.now()) + steps);
  const codes = { AuthenticationCode1: code(-2), AuthenticationCode2: code(-1) };
  await admin.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  const sts = new STSClient({
    endpoint: servers[0]?.url ?? '',
    region: 'us-east-1',
    credentials: toCredentials(AccessKey),
    maxAttempts: 1,
  });
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ SerialNumber, TokenCode: code(0) }));
  const client = new IAMClient({ endpoint: other.url, region: 'us-east-1', credentials: toCredentials(Credentials), maxAttempts: 1 });
  const list = async (): Promise<unknown> => client.send(new ListUsersCommand({}));
  await list();
  await admin.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
  if (servers.length === 1)
    await expect(list()).rejects.toMatchObject({ name: expect.stringMatching(/AccessDenied|InvalidClientTokenId/) });
  else expect(await refused(list)).toMatch(/^(?:AccessDenied|InvalidClientTokenId)$/);
});

test('a new service control policy bites in every process within a second', async () => {
  const { list } = await newReader('bounded');
  const { dataDir, environment } = home;
  const beside = { dataDir, databaseUrl: environment['DATABASE_URL'], clock: { now: Date.now }, faults: [] };
  const say = async (command: Command, ...args: string[]): Promise<string> =>
    (await runCommand(beside, command, args, { environment: { CARILLON_SECRET_KEY: environment['CARILLON_SECRET_KEY'] ?? '' } })).join(
      '\n',
    );
  const [, root = ''] = /root (r-\w{4})/.exec(await say(organizationCreate, '--id', 'o-1234567890')) ?? [];
  const { awsAccountId } = readFirstRun(home);
  await say(organizationMove, awsAccountId, root);
  await list();
  const file = join(folder, 'no-lists.json');
  writeFileSync(file, document({ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }));
  await say(organizationAttach, awsAccountId, file);
  expect(await refused(list)).toBe('AccessDenied');
});
