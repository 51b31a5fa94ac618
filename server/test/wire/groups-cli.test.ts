import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { installModels } from '../support/overlay.ts';
import { awsCli, clientEnvironment, isInstalled } from '../support/peers.ts';
import { tamper } from '../support/rows.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

let home: Home;
let server: RunningServer;
let models: string;
beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
  models = installModels();
});
afterAll(async () => {
  await server.stop();
  rmSync(models, { recursive: true });
  home.remove();
});

async function aws(...args: string[]): Promise<unknown> {
  const env = { ...clientEnvironment(readFirstRun(home)), AWS_DATA_PATH: models };
  const { code, stdout, stderr } = await typeAws(['--endpoint-url', server.url, 'chime', ...args], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout === '' ? undefined : JSON.parse(stdout);
}

test.runIf(isInstalled(awsCli))(
  'the AWS CLI makes a key, the key pushes a group, and the group gives a license',
  { timeout: 180_000 },
  async () => {
    const { Account } = z.object({ Account: z.object({ AccountId: z.string() }) }).parse(await aws('create-account', '--name', 'Acme'));
    const account = ['--account-id', Account.AccountId];
    await tamper(home, `update accounts set type = 'EnterpriseLWA' where id = '${Account.AccountId}'`);
    const { Secret, ApiKey } = z
      .object({ Secret: z.string(), ApiKey: z.object({ ApiKeyId: z.string() }) })
      .parse(await aws('create-api-key', ...account, '--description', 'Okta'));
    const pushed = await fetch(`${server.url}/scim/v2/Groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${Secret}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Chime Pro' }),
    });
    expect(pushed.status).toBe(201);
    const mapping = { GroupName: 'Chime Pro', LicenseType: 'Pro', Source: 'SCIM', MemberCount: 0, Status: 'Active' };
    expect(await aws('add-or-update-groups', ...account, '--groups', 'GroupName=Chime Pro,LicenseType=Pro')).toEqual({
      Groups: [mapping],
      GroupErrors: [],
    });
    expect(await aws('list-groups', ...account)).toEqual({ Groups: [mapping] });
    expect(await aws('list-api-keys', ...account)).toMatchObject({ ApiKeys: [{ ApiKeyId: ApiKey.ApiKeyId, Description: 'Okta' }] });
    expect(await aws('delete-groups', ...account, '--group-names', 'Chime Pro')).toEqual({ GroupErrors: [] });
    await aws('delete-api-key', ...account, '--api-key-id', ApiKey.ApiKeyId);
    expect((await fetch(`${server.url}/scim/v2/Groups`, { headers: { authorization: `Bearer ${Secret}` } })).status).toBe(401);
  },
);
