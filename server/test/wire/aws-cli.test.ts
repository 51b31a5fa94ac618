import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { awsCli, clientEnvironment, isInstalled, type Credential, type Printed } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { emails, helpDeskPolicy, refusal } from './main-job.ts';

const AnAccount = z.object({ Account: z.object({ AccountId: z.string() }) });
const AUser = z.object({ User: z.object({ PersonalPIN: z.string() }) });
const Users = z.object({ Users: z.array(z.object({ UserId: z.string(), PrimaryEmail: z.string() })), NextToken: z.string().optional() });
const AKey = z.object({ AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }) });

// One story: each test goes on where the one before it ended.
describe.runIf(isInstalled(awsCli))('the stock AWS CLI does the main job', () => {
  let home: Home;
  let server: RunningServer;
  let admin: Credential;
  let helpDesk: Credential;
  let id: string;
  let userIds: string[];

  /** Types `aws …` at a prompt. Nothing printed answers undefined. */
  const aws = async (who: Credential, line: string, ...more: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await type(server, who, line, ...more);
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
    admin = readFirstRun(home);
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  test('creates an account, renames it, and finds it in the list', async () => {
    id = AnAccount.parse(await aws(admin, 'chime create-account --name Acme')).Account.AccountId;
    await aws(admin, `chime update-account --account-id ${id} --name`, 'Acme Corp');
    expect(await aws(admin, 'chime list-accounts')).toMatchObject({
      Accounts: [{ AccountId: id, Name: 'Acme Corp', AccountType: 'Team', DefaultLicense: 'Pro' }],
    });
  });

  test('invites twelve people and lists them in pages', async () => {
    await aws(admin, `chime invite-users --account-id ${id} --user-email-list ${emails.join(' ')}`);
    const list = `chime list-users --account-id ${id}`;
    const [all, first] = (await Promise.all([aws(admin, `${list} --page-size 5`), aws(admin, `${list} --max-items 5`)])).map((page) =>
      Users.parse(page),
    );
    expect(all?.Users.map(({ PrimaryEmail }) => PrimaryEmail).toSorted()).toEqual(emails);
    expect(first?.Users).toHaveLength(5);
    const rest = Users.parse(await aws(admin, `${list} --starting-token ${first?.NextToken}`));
    expect([...(first?.Users ?? []), ...rest.Users]).toEqual(all?.Users);
    userIds = rest.Users.map(({ UserId }) => UserId);
  });

  test('changes licenses, of one person and of several', async () => {
    const [first, second] = userIds;
    const changes = await Promise.all([
      aws(admin, `chime update-user --account-id ${id} --user-id ${first} --license-type Basic`),
      aws(
        admin,
        `chime batch-update-user --account-id ${id} --update-user-request-items UserId=${second},LicenseType=Basic UserId=nobody,LicenseType=Basic`,
      ),
    ]);
    expect(changes).toMatchObject([
      { User: { UserId: first, LicenseType: 'Basic' } },
      { UserErrors: [{ UserId: 'nobody', ErrorCode: 'NotFound' }] },
    ]);
  });

  test('resets a PIN and changes the settings', async () => {
    const user = `--account-id ${id} --user-id ${userIds[0]}`;
    const before = AUser.parse(await aws(admin, `chime get-user ${user}`)).User.PersonalPIN;
    const [reset] = await Promise.all([
      aws(admin, `chime reset-personal-pin ${user}`),
      aws(admin, `chime update-account-settings --account-id ${id} --account-settings DisableRemoteControl=true,EnableDialOut=false`),
    ]);
    expect(AUser.parse(reset).User.PersonalPIN).toMatch(/^\d{10}$/);
    expect(AUser.parse(reset).User.PersonalPIN).not.toBe(before);
  });

  test('after a restart everything is still there', async () => {
    await server.stop();
    server = await startServer(home);
    const answers = await Promise.all(
      ['get-account', 'get-account-settings', 'list-users'].map((command) => aws(admin, `chime ${command} --account-id ${id}`)),
    );
    expect(answers).toMatchObject([
      { Account: { Name: 'Acme Corp' } },
      { AccountSettings: { DisableRemoteControl: true, EnableDialOut: false } },
      {},
    ]);
    expect(Users.parse(answers[2]).Users).toHaveLength(12);
  });

  test('makes a second IAM user with a narrow policy and a key', async () => {
    const { awsAccountId } = readFirstRun(home);
    await aws(admin, 'iam create-user --user-name helpdesk');
    await aws(admin, 'iam put-user-policy --user-name helpdesk --policy-name help-desk --policy-document', helpDeskPolicy);
    const { AccessKey } = AKey.parse(await aws(admin, 'iam create-access-key --user-name helpdesk'));
    helpDesk = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    expect(await aws(helpDesk, 'sts get-caller-identity')).toMatchObject({
      Account: awsAccountId,
      Arn: `arn:aws:iam::${awsAccountId}:user/helpdesk`,
    });
  });

  test('that user may do what the policy says, and reads which action it does not allow', async () => {
    const { awsAccountId } = readFirstRun(home);
    const [reset, refused, refusedByIam] = await Promise.all([
      type(server, helpDesk, `chime reset-personal-pin --account-id ${id} --user-id ${userIds[0]}`),
      type(server, helpDesk, `chime delete-account --account-id ${id}`),
      type(server, helpDesk, 'iam list-access-keys --user-name admin'),
    ]);
    expect(reset.code).toBe(0);
    expect(refused).toEqual({
      code: 254,
      stdout: '',
      stderr: `\nAn error occurred (AccessDeniedException) when calling the DeleteAccount operation: ${refusal(awsAccountId, 'chime:DeleteAccount')}\n`,
    });
    expect(refusedByIam.stderr).toBe(
      `\nAn error occurred (AccessDenied) when calling the ListAccessKeys operation: User: arn:aws:iam::${awsAccountId}:user/helpdesk is not authorized to perform: iam:ListAccessKeys on resource: arn:aws:iam::${awsAccountId}:user/admin because no identity-based policy allows the iam:ListAccessKeys action\n`,
    );
  });

  test('suspends everybody and deletes the account', async () => {
    const { Users: everybody } = Users.parse(await aws(admin, `chime list-users --account-id ${id}`));
    const suspended = await aws(
      admin,
      `chime batch-suspend-user --account-id ${id} --user-id-list ${everybody.map(({ UserId }) => UserId).join(' ')}`,
    );
    expect(suspended).toEqual({ UserErrors: [] });
    await aws(admin, `chime delete-account --account-id ${id}`);
    expect(await aws(admin, 'chime list-accounts')).toEqual({ Accounts: [] });
  });
});

async function type({ url }: RunningServer, who: Credential, line: string, ...more: string[]): Promise<Printed> {
  return typeAws(['--endpoint-url', url, ...line.split(' '), ...more], clientEnvironment(who));
}
