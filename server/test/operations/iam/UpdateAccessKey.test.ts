import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { ListAccessKeys } from '../../../src/operations/iam/ListAccessKeys.ts';
import { UpdateAccessKey } from '../../../src/operations/iam/UpdateAccessKey.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an inactive key opens nothing until it is active again', async () => {
  await world.ana.call(UpdateAccessKey, { UserName: 'bo', AccessKeyId: world.bo.accessKeyId, Status: 'Inactive' });
  await expect(world.bo.call(GetCallerIdentity, {})).rejects.toMatchObject({ status: 403 });
  expect(await world.ana.call(ListAccessKeys, { UserName: 'bo' })).toMatchObject({ AccessKeyMetadata: [{ Status: 'Inactive' }] });
  await world.ana.call(UpdateAccessKey, { UserName: 'bo', AccessKeyId: world.bo.accessKeyId, Status: 'Active' });
  await world.bo.call(GetCallerIdentity, {});
});

test('a key of somebody else is not found', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  await expect(
    world.ana.call(UpdateAccessKey, { UserName: 'carol', AccessKeyId: world.bo.accessKeyId, Status: 'Inactive' }),
  ).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: `The Access Key with id ${world.bo.accessKeyId} cannot be found.`,
  });
});
