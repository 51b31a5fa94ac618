import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { document } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('everybody learns who they are, without any policy', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
  const carol = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  expect(await carol.call(GetCallerIdentity, {})).toEqual({
    UserId: expect.stringMatching(/^AIDA/),
    Account: acme,
    Arn: `arn:aws:iam::${acme}:user/carol`,
  });
});

test('not even an explicit deny keeps it from anybody', async () => {
  const PolicyDocument = document({ Effect: 'Deny', Action: '*', Resource: '*' });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'nothing', PolicyDocument });
  expect(await world.bo.call(GetCallerIdentity, {})).toMatchObject({ Account: acme });
});
