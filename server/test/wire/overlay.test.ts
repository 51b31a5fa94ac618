import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { startPython } from '../support/boto3.ts';
import { installModels, overlayFiles } from '../support/overlay.ts';
import { awsCli, boto3, clientEnvironment, isInstalled, type Printed } from '../support/peers.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

const AUser = z.object({ User: z.object({ UserId: z.string(), PrimaryEmail: z.string() }) });

let home: Home;
let server: RunningServer;
let AccountId: string;

beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
});
afterAll(async () => {
  await server.stop();
  home.remove();
});

/** Both ways of teaching a stock client: the overlay for its own model, and the whole model for a client without extras or without Chime. */
describe.each([
  ['the overlay', overlayFiles],
  ['the whole model', ['service-2.json', 'paginators-1.json', 'waiters-2.json']],
])('with %s in a folder of AWS_DATA_PATH', (_, files) => {
  let models: string;
  beforeAll(() => {
    models = installModels(files);
  });
  afterAll(() => rmSync(models, { recursive: true }));

  const aws = async (line: string): Promise<Printed> =>
    typeAws(['--endpoint-url', server.url, 'chime', ...line.split(' ')], {
      ...clientEnvironment(readFirstRun(home)),
      AWS_DATA_PATH: models,
    });
  const python = () => startPython(server.url, readFirstRun(home), { AWS_DATA_PATH: models });

  test.runIf(isInstalled(boto3))('boto3 has the actions that no SDK ever had, and DryRun', async () => {
    const client = python();
    try {
      const Name = `Made with ${_}`;
      expect(await client.call('chime', 'create_account', { Name, DryRun: true })).toMatchObject({ Account: { Name } });
      expect(await client.call('chime', 'list_accounts', { Name })).toMatchObject({ Accounts: [] });
      const created = z
        .object({ Account: z.object({ AccountId: z.string() }) })
        .parse(await client.call('chime', 'create_account', { Name }));
      ({ AccountId } = created.Account);
      // One after the other: messages of one instant have no order.
      for (const address of ['cy@acme.example', 'di@acme.example']) {
        await client.call('chime', 'invite_users', { AccountId, UserEmailList: [address] });
      }
      const { User } = AUser.parse(await client.call('chime', 'get_user_by_email', { AccountId, UserEmail: 'CY@acme.example' }));
      expect(User.PrimaryEmail).toBe('cy@acme.example');
      expect(
        await client.call('chime', 'update_user_licenses', { AccountId, UserIdList: [User.UserId], LicenseType: 'Basic' }),
      ).toMatchObject({ UserErrors: [] });
      expect(await client.pages('chime', 'list_users', { AccountId, License: 'Basic', PaginationConfig: { PageSize: 1 } })).toMatchObject([
        { Users: [{ UserId: User.UserId }] },
      ]);
      const { Messages } = z
        .object({ Messages: z.array(z.object({ MessageId: z.string() })) })
        .parse(await client.call('chime', 'list_outbox_messages', { AccountId, MaxResults: 1 }));
      expect(await client.call('chime', 'get_outbox_message', { AccountId, MessageId: Messages[0]?.MessageId })).toMatchObject({
        Message: { EmailAddress: 'di@acme.example', EmailStatus: 'NotSent' },
        Body: expect.stringContaining(`${server.url}/invitations/`),
      });
      expect(await client.call('chime', 'list_support_requests')).toMatchObject({ SupportRequests: [] });
    } finally {
      await client.stop();
    }
  });

  test.runIf(isInstalled(awsCli) && isInstalled(boto3))('the AWS CLI has them too, and --dry-run', async () => {
    const found = await aws(`get-user-by-email --account-id ${AccountId} --user-email di@acme.example`);
    expect(found).toMatchObject({ code: 0, stderr: '' });
    const { UserId } = AUser.parse(JSON.parse(found.stdout)).User;
    const rehearsed = await aws(`suspend-users --account-id ${AccountId} --user-id-list ${UserId} --dry-run`);
    expect(rehearsed).toMatchObject({ code: 0, stdout: expect.stringContaining('"UserErrors": []') });
    expect(await aws(`get-user --account-id ${AccountId} --user-id ${UserId}`)).toMatchObject({ code: 0 });
    expect(await aws(`suspend-users --account-id ${AccountId} --user-id-list ${UserId}`)).toMatchObject({ code: 0 });
    expect(await aws(`get-user --account-id ${AccountId} --user-id ${UserId}`)).toMatchObject({ code: 254 });
  });
});
