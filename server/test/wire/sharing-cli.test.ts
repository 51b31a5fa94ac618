import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { installModels } from '../support/overlay.ts';
import { awsCli, clientEnvironment, isInstalled, type Credential } from '../support/peers.ts';
import { rogueClient, startRogueProvider, type RogueProvider } from '../support/rogue-provider.ts';
import { tamper } from '../support/rows.ts';
import { carillon, createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

const AnAccount = z.object({ Account: z.object({ AccountId: z.string(), AccountType: z.string() }) });
const ADelegate = z.object({ Delegate: z.object({ DelegateId: z.string(), State: z.string() }) });

// One story: each test goes on where the one before it ended.
describe.runIf(isInstalled(awsCli))('the stock AWS CLI with the overlay', { timeout: 120_000 }, () => {
  let home: Home;
  let server: RunningServer;
  let provider: RogueProvider;
  let models: string;
  let owner: Credential;
  let partner: Credential & { awsAccountId: string };
  let id: string;
  let delegateId: string;

  const aws = async (who: Credential, line: string, ...more: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await typeAws(['--endpoint-url', server.url, 'chime', ...line.split(' '), ...more], {
      ...clientEnvironment(who),
      AWS_DATA_PATH: models,
    });
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  beforeAll(async () => {
    models = installModels();
    provider = await startRogueProvider();
    writeFileSync(join(models, 'authority.pem'), provider.authority);
    home = await createHome();
    server = await startServer(home, {
      CARILLON_OUTGOING_ALLOW: '127.0.0.1',
      NODE_EXTRA_CA_CERTS: join(models, 'authority.pem'),
    });
    owner = readFirstRun(home);
    const { stdout } = await carillon(home, ['tenant', 'add', 'Partner']);
    const [, awsAccountId = '', accessKeyId = '', secretAccessKey = ''] =
      /AWS account (\d{12}).*AWS_ACCESS_KEY_ID=(\S+) AWS_SECRET_ACCESS_KEY=(\S+)/s.exec(stdout) ?? [];
    partner = { awsAccountId, accessKeyId, secretAccessKey };
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
    rmSync(models, { recursive: true });
    await provider.close();
  });

  test('invites another AWS account, which finds the invitation and accepts it', async () => {
    id = AnAccount.parse(await aws(owner, 'create-account --name Acme')).Account.AccountId;
    const invited = ADelegate.parse(
      await aws(
        owner,
        `invite-delegate --account-id ${id} --delegate-aws-account-id ${partner.awsAccountId} --email-address it@partner.example`,
      ),
    );
    delegateId = invited.Delegate.DelegateId;
    expect(await aws(partner, 'list-received-delegates')).toMatchObject({ Delegates: [{ DelegateId: delegateId, State: 'Pending' }] });
    await expect(aws(partner, `get-account --account-id ${id}`)).rejects.toThrow('NotFoundException');
    expect(ADelegate.parse(await aws(partner, `accept-delegate --delegate-id ${delegateId}`)).Delegate.State).toBe('Accepted');
    expect(await aws(partner, 'list-accounts')).toMatchObject({ Accounts: [{ AccountId: id, Name: 'Acme' }] });
    await expect(aws(partner, `delete-account --account-id ${id}`)).rejects.toThrow('ForbiddenException');
  });

  test('connects the account to its identity provider, here the delegate does', async () => {
    await expect(aws(partner, configure())).rejects.toThrow('has no verified domain');
    await tamper(home, `update accounts set type = 'EnterpriseLWA' where id = '${id}'`);
    await tamper(
      home,
      `insert into domains (account_id, name, status, token, created_at, failures) values ('${id}', 'acme.example', 'Verified', 'x', 0, 0)`,
    );
    expect(AnAccount.parse(await aws(partner, configure(), '--dry-run')).Account.AccountType).toBe('EnterpriseOIDC');
    expect(await aws(owner, `get-account-with-open-id-config --account-id ${id}`)).not.toHaveProperty('OpenIdConfig');
    expect(await aws(partner, configure())).toMatchObject({
      Account: { AccountType: 'EnterpriseOIDC' },
      OpenIdConfig: { ClientSecretSet: true, RedirectUri: `${server.url}/auth/oidc/${id}/callback` },
    });
    await aws(owner, `delete-account-open-id-config --account-id ${id}`);
  });

  test('ends the delegation, which counts at once', async () => {
    await aws(owner, `delete-delegate --account-id ${id} --delegate-id ${delegateId}`);
    await expect(aws(partner, `get-account --account-id ${id}`)).rejects.toThrow('NotFoundException');
  });

  const configure = (): string =>
    `update-account-open-id-config --account-id ${id} --issuer ${provider.issuer} --client-id ${rogueClient.ClientId} --client-secret secret`;
});
