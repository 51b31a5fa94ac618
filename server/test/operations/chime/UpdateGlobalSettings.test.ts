import { afterAll, expect, test } from 'vitest';
import { GetGlobalSettings } from '../../../src/operations/chime/GetGlobalSettings.ts';
import { UpdateGlobalSettings } from '../../../src/operations/chime/UpdateGlobalSettings.ts';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { objectsOf } from '../../support/buckets.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
const { ana, bo } = world;
afterAll(() => world.close());

test('chooses a first bucket, moves to another one, and is refused for a bad name', async () => {
  for (const CdrBucket of ['acme-one', 'acme-two', 'acme-two']) {
    await ana.call(UpdateGlobalSettings, { BusinessCalling: { CdrBucket } });
    expect(await ana.call(GetGlobalSettings, {})).toEqual({ BusinessCalling: { CdrBucket } });
  }
  expect(await objectsOf(world).findBucket('acme-two')).toBe('ours');
  for (const CdrBucket of ['UPPER', '10.0.0.1', 'x']) {
    await expect(ana.call(UpdateGlobalSettings, { BusinessCalling: { CdrBucket } })).rejects.toMatchObject({ status: 400 });
  }
});

test('400 for settings without a bucket, and for Voice Connectors', async () => {
  for (const input of [{}, { BusinessCalling: {} }, { VoiceConnector: { CdrBucket: 'acme-vc' } }]) {
    await expect(ana.call(UpdateGlobalSettings, input)).rejects.toMatchObject({ status: 400, code: 'BadRequestException' });
  }
});

test('is no way around what UpdateCDRBucket depends on: 403 without s3:DeleteBucket on the present bucket', async () => {
  const Statement = [
    { Effect: 'Allow', Action: ['s3:CreateBucket', 's3:ListAllMyBuckets'], Resource: '*' },
    { Effect: 'Allow', Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::another' },
  ];
  await ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeFullAccess' });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'buckets', PolicyDocument });
  await expect(bo.call(UpdateGlobalSettings, { BusinessCalling: { CdrBucket: 'acme-three' } })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('s3:DeleteBucket'),
  });
});
