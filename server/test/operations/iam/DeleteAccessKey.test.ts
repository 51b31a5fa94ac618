import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { DeleteAccessKey } from '../../../src/operations/iam/DeleteAccessKey.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a deleted key opens nothing from then on', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
  const carol = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  await carol.call(GetCallerIdentity, {});
  await world.ana.call(DeleteAccessKey, { UserName: 'carol', AccessKeyId: AccessKey.AccessKeyId });
  await expect(carol.call(GetCallerIdentity, {})).rejects.toMatchObject({ status: 403 });
});

test('without a name, only keys of the caller are found', async () => {
  await expect(world.ana.call(DeleteAccessKey, { AccessKeyId: world.bo.accessKeyId })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
  const { AccessKey } = await world.ana.call(CreateAccessKey, {});
  await world.ana.call(DeleteAccessKey, { AccessKeyId: AccessKey.AccessKeyId });
});
