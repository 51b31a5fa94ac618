import { ChimeClient, GetGlobalSettingsCommand, UpdateGlobalSettingsCommand } from '@aws-sdk/client-chime';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeAws } from '../support/aws-cli.ts';
import { installModels } from '../support/overlay.ts';
import { awsCli, clientEnvironment, isInstalled } from '../support/peers.ts';
import { startS3rver, type S3rver } from '../support/s3rver.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

let home: Home;
let store: S3rver;
let server: RunningServer;
let models: string;
beforeAll(async () => {
  home = await createHome();
  store = await startS3rver();
  server = await startServer(home, {
    CARILLON_OBJECTS_ENDPOINT: store.endpoint,
    CARILLON_OBJECTS_ACCESS_KEY_ID: store.accessKeyId,
    CARILLON_OBJECTS_SECRET_ACCESS_KEY: store.secretAccessKey,
  });
  models = installModels();
}, 120_000);
afterAll(async () => {
  await server.stop();
  await store.stop();
  rmSync(models, { recursive: true });
  home.remove();
});

/** What a command answers, or the error it prints. */
async function aws(...args: string[]): Promise<unknown> {
  const env = { ...clientEnvironment(readFirstRun(home)), AWS_DATA_PATH: models };
  const { code, stdout, stderr } = await typeAws(['--endpoint-url', server.url, 'chime', ...args], env);
  if (code !== 0) return stderr.trim();
  return stdout === '' ? undefined : JSON.parse(stdout);
}

test.runIf(isInstalled(awsCli))(
  'the AWS CLI makes, shows, moves and deletes buckets at a real store, and the stock SDK reads and sets the chosen one',
  { timeout: 180_000 },
  async () => {
    expect(await aws('create-cdr-bucket', '--bucket-name', 'acme-cdr')).toMatchObject({
      CDRBucket: { BucketName: 'acme-cdr', Chosen: true },
    });
    expect(await aws('create-cdr-bucket', '--bucket-name', 'acme-s3alias')).toContain('(BadRequestException)');
    expect(await aws('get-cdr-bucket', '--bucket-name', 'acme-cdr')).toMatchObject({
      CDRBucket: { Location: 'us-east-1', Warnings: expect.arrayContaining([expect.objectContaining({ Code: 'NotReadable' })]) },
    });
    const { accessKeyId, secretAccessKey } = readFirstRun(home);
    const sdk = new ChimeClient({ endpoint: server.url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } });
    await sdk.send(new UpdateGlobalSettingsCommand({ BusinessCalling: { CdrBucket: 'acme-cdr-2' }, VoiceConnector: undefined }));
    expect((await sdk.send(new GetGlobalSettingsCommand({}))).BusinessCalling).toEqual({ CdrBucket: 'acme-cdr-2' });
    const moved = await aws('update-cdr-bucket', '--bucket-name', 'acme-cdr-2', '--new-bucket-name', 'acme-cdr-3');
    expect(moved).toMatchObject({ CDRBucket: { BucketName: 'acme-cdr-3', Chosen: true, Warnings: [] } });
    expect(await aws('delete-cdr-bucket', '--bucket-name', 'acme-cdr-3')).toBeUndefined();
    expect((await sdk.send(new GetGlobalSettingsCommand({}))).BusinessCalling).toEqual({});
    await store.kill();
    expect(await aws('create-cdr-bucket', '--bucket-name', 'acme-cdr-4')).toContain('(ServiceUnavailableException)');
    sdk.destroy();
  },
);
