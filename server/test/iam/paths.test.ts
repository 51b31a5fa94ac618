import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateGroup } from '../../src/operations/iam/CreateGroup.ts';
import { AddUserToGroup } from '../../src/operations/iam/AddUserToGroup.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { GetUser } from '../../src/operations/iam/GetUser.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { UpdateUser } from '../../src/operations/iam/UpdateUser.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.ana.call(CreateUser, { UserName: 'chief', Path: '/admins/' });
  await world.ana.call(CreateUser, { UserName: 'clerk', Path: '/clerks/' });
  await world.ana.call(CreateGroup, { GroupName: 'owners', Path: '/admins/' });
});
afterAll(() => world.close());

async function givenBoMay(statements: readonly object[]): Promise<void> {
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'p',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
}

describe('a decision about a user or group knows its path', () => {
  test('a Deny on a path protects who is on it, though the call names only the user', async () => {
    await givenBoMay([
      { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:*', Resource: ['arn:aws:iam::*:user/admins/*', 'arn:aws:iam::*:group/admins/*'] },
    ]);
    await expect(world.bo.call(CreateAccessKey, { UserName: 'chief' })).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(world.bo.call(AddUserToGroup, { GroupName: 'owners', UserName: 'bo' })).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(world.bo.call(GetUser, { UserName: 'clerk' })).resolves.toBeDefined();
  });

  test('an Allow on a path reaches who is on it and nobody else', async () => {
    await givenBoMay([{ Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::*:user/clerks/*' }]);
    await expect(world.bo.call(GetUser, { UserName: 'clerk' })).resolves.toMatchObject({ User: { UserName: 'clerk' } });
    await expect(world.bo.call(GetUser, { UserName: 'chief' })).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  test('renaming without a new path is decided on the path that stays', async () => {
    await givenBoMay([{ Effect: 'Allow', Action: 'iam:UpdateUser', Resource: 'arn:aws:iam::*:user/clerks/*' }]);
    await expect(world.bo.call(UpdateUser, { UserName: 'clerk', NewUserName: 'scribe' }, { dryRun: true })).resolves.toBeDefined();
    await expect(world.bo.call(UpdateUser, { UserName: 'clerk', NewPath: '/admins/' })).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});
