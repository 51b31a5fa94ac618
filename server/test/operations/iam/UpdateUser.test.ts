import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { UpdateUser } from '../../../src/operations/iam/UpdateUser.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a renamed user keeps id, keys and policies, and is what its key says at once', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
  const carol = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  const before = await carol.call(GetCallerIdentity, {});
  await world.ana.call(UpdateUser, { UserName: 'carol', NewUserName: 'caroline', NewPath: '/staff/' });
  expect(await carol.call(GetCallerIdentity, {})).toEqual({ ...before, Arn: `arn:aws:iam::${acme}:user/staff/caroline` });
  await expect(world.ana.call(GetUser, { UserName: 'carol' })).rejects.toMatchObject({ code: 'NoSuchEntity' });
});

test('letter case alone may change', async () => {
  await world.ana.call(CreateUser, { UserName: 'dave' });
  await world.ana.call(UpdateUser, { UserName: 'dave', NewUserName: 'Dave' });
  expect(await world.ana.call(GetUser, { UserName: 'Dave' })).toMatchObject({ User: { UserName: 'Dave' } });
});

test('a name in use is refused', async () => {
  await world.ana.call(CreateUser, { UserName: 'erin' });
  await expect(world.ana.call(UpdateUser, { UserName: 'erin', NewUserName: 'Bo' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
    message: 'User with name Bo already exists.',
  });
});

test('the new name needs the permission too', async () => {
  await world.ana.call(CreateUser, { UserName: 'frank' });
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'frank',
    PolicyDocument: allow('iam:UpdateUser', `arn:aws:iam::${acme}:user/frank`),
  });
  await expect(world.bo.call(UpdateUser, { UserName: 'frank', NewUserName: 'boss' })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining(`arn:aws:iam::${acme}:user/boss`),
  });
});
