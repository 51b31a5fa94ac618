import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startPython, type Python } from '../support/boto3.ts';
import { boto3, isInstalled } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { emails, helpDeskPolicy, refusal } from './main-job.ts';

const AnAccount = z.object({ Account: z.object({ AccountId: z.string() }) });
const AUser = z.object({ User: z.object({ UserId: z.string(), LicenseType: z.string(), PersonalPIN: z.string() }) });
const UserPages = z.array(z.object({ Users: z.array(z.object({ UserId: z.string(), PrimaryEmail: z.string() })) }));
const AKey = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }) });

// One story: each test goes on where the one before it ended.
describe.runIf(isInstalled(boto3))('boto3 does the main job', () => {
  let home: Home;
  let server: RunningServer;
  let admin: Python;
  let helpDesk: Python | undefined;
  let AccountId: string;
  let userIds: string[];

  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
    admin = startPython(server.url, readFirstRun(home));
  });
  afterAll(async () => {
    await Promise.all([admin.stop(), helpDesk?.stop()]);
    await server.stop();
    home.remove();
  });

  test('creates an account, renames it, and finds it in the list', async () => {
    ({ AccountId } = AnAccount.parse(await admin.call('chime', 'create_account', { Name: 'Acme' })).Account);
    await admin.call('chime', 'update_account', { AccountId, Name: 'Acme Corp' });
    expect(await admin.call('chime', 'list_accounts', { Name: 'Acme' })).toMatchObject({
      Accounts: [{ AccountId, Name: 'Acme Corp', AccountType: 'Team' }],
    });
    expect(await admin.pages('chime', 'list_accounts')).toMatchObject([{ Accounts: [{ AccountId }] }]);
  });

  test('an error is the exception that the stock client has a class for', async () => {
    await expect(admin.call('chime', 'create_account', { Name: 'ACME CORP' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringMatching(/^An error occurred \(ConflictException\) when calling the CreateAccount operation: /),
    });
  });

  test('invites twelve people and lists them in three pages with get_paginator', async () => {
    expect(await admin.call('chime', 'invite_users', { AccountId, UserEmailList: emails })).toMatchObject({
      Invites: emails.map((EmailAddress) => ({ EmailAddress, Status: 'Pending', EmailStatus: 'NotSent' })),
    });
    const pages = UserPages.parse(await admin.pages('chime', 'list_users', { AccountId, PaginationConfig: { PageSize: 5 } }));
    expect(pages.map(({ Users }) => Users.length)).toEqual([5, 5, 2]);
    const users = pages.flatMap(({ Users }) => Users);
    expect(users.map(({ PrimaryEmail }) => PrimaryEmail).toSorted()).toEqual(emails);
    userIds = users.map(({ UserId }) => UserId);
  });

  test('changes licenses, of one person and of several', async () => {
    const [first = '', second = '', third = ''] = userIds;
    expect(await admin.call('chime', 'update_user', { AccountId, UserId: first, LicenseType: 'Basic' })).toMatchObject({
      User: { LicenseType: 'Basic' },
    });
    const UpdateUserRequestItems = [second, third].map((UserId) => ({ UserId, LicenseType: 'Basic' }));
    expect(await admin.call('chime', 'batch_update_user', { AccountId, UpdateUserRequestItems })).toMatchObject({ UserErrors: [] });
    expect(await admin.call('chime', 'get_user', { AccountId, UserId: third })).toMatchObject({ User: { LicenseType: 'Basic' } });
  });

  test('resets a PIN, signs a person out, and changes the settings', async () => {
    const [UserId = ''] = userIds;
    const before = AUser.parse(await admin.call('chime', 'get_user', { AccountId, UserId })).User.PersonalPIN;
    const after = AUser.parse(await admin.call('chime', 'reset_personal_pin', { AccountId, UserId })).User.PersonalPIN;
    expect(after).toMatch(/^\d{10}$/);
    expect(after).not.toBe(before);
    await admin.call('chime', 'logout_user', { AccountId, UserId });
    const AccountSettings = { DisableRemoteControl: true, EnableDialOut: false };
    await admin.call('chime', 'update_account_settings', { AccountId, AccountSettings });
    expect(await admin.call('chime', 'get_account_settings', { AccountId })).toMatchObject({ AccountSettings });
  });

  test('after a restart everything is still there', async () => {
    await Promise.all([admin.stop(), server.stop()]);
    server = await startServer(home);
    admin = startPython(server.url, readFirstRun(home));
    const [UserId = ''] = userIds;
    expect(await admin.call('chime', 'get_account', { AccountId })).toMatchObject({ Account: { Name: 'Acme Corp' } });
    expect(await admin.call('chime', 'get_user', { AccountId, UserId })).toMatchObject({ User: { LicenseType: 'Basic' } });
  });

  test('makes a second IAM user with a narrow policy and a key', async () => {
    const { awsAccountId } = readFirstRun(home);
    await admin.call('iam', 'create_user', { UserName: 'helpdesk' });
    await admin.call('iam', 'put_user_policy', { UserName: 'helpdesk', PolicyName: 'help-desk', PolicyDocument: helpDeskPolicy });
    expect(await admin.call('iam', 'get_user_policy', { UserName: 'helpdesk', PolicyName: 'help-desk' })).toMatchObject({
      PolicyDocument: JSON.parse(helpDeskPolicy),
    });
    const { AccessKey } = AKey.parse(await admin.call('iam', 'create_access_key', { UserName: 'helpdesk' }));
    helpDesk = startPython(server.url, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
    expect(await helpDesk.call('sts', 'get_caller_identity')).toMatchObject({
      Account: awsAccountId,
      Arn: `arn:aws:iam::${awsAccountId}:user/helpdesk`,
    });
    expect(await admin.pages('iam', 'list_users', { PaginationConfig: { PageSize: 1 } })).toMatchObject([
      { IsTruncated: true },
      { IsTruncated: false },
    ]);
  });

  test('that user may do what the policy says, and is told which action it does not allow', async () => {
    const { awsAccountId } = readFirstRun(home);
    const [UserId = ''] = userIds;
    expect(await helpDesk?.call('chime', 'reset_personal_pin', { AccountId, UserId })).toMatchObject({ User: { UserId } });
    await expect(helpDesk?.call('chime', 'delete_account', { AccountId })).rejects.toMatchObject({
      message: `An error occurred (AccessDeniedException) when calling the DeleteAccount operation: ${refusal(awsAccountId, 'chime:DeleteAccount')}`,
    });
    await expect(helpDesk?.call('iam', 'list_users')).rejects.toMatchObject({
      message: `An error occurred (AccessDenied) when calling the ListUsers operation: User: arn:aws:iam::${awsAccountId}:user/helpdesk is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${awsAccountId}:user/ because no identity-based policy allows the iam:ListUsers action`,
    });
  });

  test('suspends everybody and deletes the account', async () => {
    expect(await admin.call('chime', 'batch_suspend_user', { AccountId, UserIdList: userIds })).toMatchObject({ UserErrors: [] });
    await admin.call('chime', 'delete_account', { AccountId });
    await expect(admin.call('chime', 'get_account', { AccountId })).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
