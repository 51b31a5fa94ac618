import {
  BatchSuspendUserCommand,
  BatchUpdateUserCommand,
  ChimeClient,
  ConflictException,
  CreateAccountCommand,
  DeleteAccountCommand,
  GetAccountCommand,
  GetAccountSettingsCommand,
  GetUserCommand,
  InviteUsersCommand,
  ListUsersCommand,
  LogoutUserCommand,
  NotFoundException,
  paginateListAccounts,
  paginateListUsers,
  ResetPersonalPINCommand,
  UpdateAccountCommand,
  UpdateAccountSettingsCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-chime';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, ListUserPoliciesCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { present } from '../support/members.ts';
import type { Credential } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { emails, helpDeskPolicy, refusal } from './main-job.ts';

// One story: each test goes on where the one before it ended.
describe('@aws-sdk/client-chime, client-iam and client-sts do the main job', () => {
  let home: Home;
  let server: RunningServer;
  let admin: Clients;
  let helpDesk: Clients;
  let AccountId: string;
  let userIds: string[];

  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
    admin = clientsOf(server, readFirstRun(home));
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  test('creates an account, which is a Team with Pro licenses, and finds it in the list', async () => {
    const { Account } = await admin.chime.send(new CreateAccountCommand({ Name: 'Acme' }));
    expect(Account).toMatchObject({ Name: 'Acme', AccountType: 'Team', DefaultLicense: 'Pro', SupportedLicenses: ['Basic', 'Pro'] });
    expect(Account?.CreatedTimestamp).toBeInstanceOf(Date);
    AccountId = present(Account?.AccountId);
    const names: (string | undefined)[] = [];
    for await (const page of paginateListAccounts({ client: admin.chime, pageSize: 1 }, {}))
      names.push(...present(page.Accounts).map(({ Name }) => Name));
    expect(names).toEqual(['Acme']);
  });

  test('renames it, and cannot create a second one of the same name', async () => {
    await admin.chime.send(new UpdateAccountCommand({ AccountId, Name: 'Acme Corp' }));
    expect((await admin.chime.send(new GetAccountCommand({ AccountId }))).Account?.Name).toBe('Acme Corp');
    await expect(admin.chime.send(new CreateAccountCommand({ Name: 'acme corp' }))).rejects.toBeInstanceOf(ConflictException);
  });

  test('invites twelve people and lists them in three pages', async () => {
    const { Invites } = await admin.chime.send(new InviteUsersCommand({ AccountId, UserEmailList: [...emails] }));
    expect(Invites?.map(({ EmailAddress, Status, EmailStatus }) => [EmailAddress, Status, EmailStatus])).toEqual(
      emails.map((email) => [email, 'Pending', 'NotSent']),
    );
    const pages: string[][] = [];
    userIds = [];
    for await (const { Users } of paginateListUsers({ client: admin.chime, pageSize: 5 }, { AccountId })) {
      pages.push(present(Users).map(({ PrimaryEmail }) => present(PrimaryEmail)));
      userIds.push(...present(Users).map(({ UserId }) => present(UserId)));
    }
    expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(pages.flat().toSorted()).toEqual(emails);
    const [UserEmail = ''] = emails;
    expect((await admin.chime.send(new ListUsersCommand({ AccountId, UserEmail }))).Users).toMatchObject([{ PrimaryEmail: UserEmail }]);
  });

  test('changes licenses, of one person and of several', async () => {
    const [first = '', second = '', third = ''] = userIds;
    expect((await admin.chime.send(new UpdateUserCommand({ AccountId, UserId: first, LicenseType: 'Basic' }))).User?.LicenseType).toBe(
      'Basic',
    );
    const { UserErrors } = await admin.chime.send(
      new BatchUpdateUserCommand({
        AccountId,
        UpdateUserRequestItems: [
          { UserId: second, LicenseType: 'Basic' },
          { UserId: third, LicenseType: 'Plus' },
        ],
      }),
    );
    expect(UserErrors).toMatchObject([{ UserId: third, ErrorCode: 'BadRequest' }]);
    const licenses = await Promise.all(
      [first, second, third].map(async (UserId) => (await admin.chime.send(new GetUserCommand({ AccountId, UserId }))).User?.LicenseType),
    );
    expect(licenses).toEqual(['Basic', 'Basic', 'Pro']);
  });

  test('resets a PIN, signs a person out, and changes the settings', async () => {
    const [UserId = ''] = userIds;
    const before = (await admin.chime.send(new GetUserCommand({ AccountId, UserId }))).User?.PersonalPIN;
    const after = (await admin.chime.send(new ResetPersonalPINCommand({ AccountId, UserId }))).User?.PersonalPIN;
    expect(after).toMatch(/^\d{10}$/);
    expect(after).not.toBe(before);
    await admin.chime.send(new LogoutUserCommand({ AccountId, UserId }));
    const AccountSettings = { DisableRemoteControl: true, EnableDialOut: false };
    await admin.chime.send(new UpdateAccountSettingsCommand({ AccountId, AccountSettings }));
    expect((await admin.chime.send(new GetAccountSettingsCommand({ AccountId }))).AccountSettings).toEqual(AccountSettings);
  });

  test('after a restart everything is still there', async () => {
    await server.stop();
    server = await startServer(home);
    admin = clientsOf(server, readFirstRun(home));
    const [UserId = ''] = userIds;
    expect((await admin.chime.send(new GetAccountCommand({ AccountId }))).Account?.Name).toBe('Acme Corp');
    expect((await admin.chime.send(new GetUserCommand({ AccountId, UserId }))).User?.LicenseType).toBe('Basic');
    expect((await admin.chime.send(new ListUsersCommand({ AccountId }))).Users).toHaveLength(12);
  });

  test('makes a second IAM user with a narrow policy and a key', async () => {
    const { User } = await admin.iam.send(new CreateUserCommand({ UserName: 'helpdesk' }));
    expect(User?.CreateDate).toBeInstanceOf(Date);
    await admin.iam.send(new PutUserPolicyCommand({ UserName: 'helpdesk', PolicyName: 'help-desk', PolicyDocument: helpDeskPolicy }));
    expect((await admin.iam.send(new ListUserPoliciesCommand({ UserName: 'helpdesk' }))).PolicyNames).toEqual(['help-desk']);
    const { AccessKey } = await admin.iam.send(new CreateAccessKeyCommand({ UserName: 'helpdesk' }));
    helpDesk = clientsOf(server, { accessKeyId: present(AccessKey?.AccessKeyId), secretAccessKey: present(AccessKey?.SecretAccessKey) });
    const { awsAccountId } = readFirstRun(home);
    expect(await helpDesk.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: awsAccountId,
      Arn: `arn:aws:iam::${awsAccountId}:user/helpdesk`,
      UserId: User?.UserId,
    });
  });

  test('that user may do what the policy says, and is told which action it does not allow', async () => {
    const { awsAccountId } = readFirstRun(home);
    const [UserId = ''] = userIds;
    expect((await helpDesk.chime.send(new ListUsersCommand({ AccountId }))).Users).toHaveLength(12);
    expect((await helpDesk.chime.send(new ResetPersonalPINCommand({ AccountId, UserId }))).User?.UserId).toBe(UserId);
    await expect(helpDesk.chime.send(new DeleteAccountCommand({ AccountId }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: refusal(awsAccountId, 'chime:DeleteAccount'),
      $metadata: { httpStatusCode: 403 },
    });
    await expect(helpDesk.iam.send(new CreateUserCommand({ UserName: 'friend' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${awsAccountId}:user/friend`,
      ),
    });
  });

  test('suspends everybody and deletes the account', async () => {
    await expect(admin.chime.send(new DeleteAccountCommand({ AccountId }))).rejects.toMatchObject({
      name: 'UnprocessableEntityException',
      message: expect.stringContaining('12 users'),
    });
    expect((await admin.chime.send(new BatchSuspendUserCommand({ AccountId, UserIdList: userIds }))).UserErrors).toEqual([]);
    await admin.chime.send(new DeleteAccountCommand({ AccountId }));
    await expect(admin.chime.send(new GetAccountCommand({ AccountId }))).rejects.toBeInstanceOf(NotFoundException);
  });
});

interface Clients {
  readonly chime: ChimeClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

function clientsOf({ url }: RunningServer, credentials: Credential): Clients {
  const settings = { endpoint: url, region: 'us-east-1', credentials };
  return { chime: new ChimeClient(settings), iam: new IAMClient(settings), sts: new STSClient(settings) };
}
