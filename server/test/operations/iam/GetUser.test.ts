import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('without a name, the caller', async () => {
  expect(await world.ana.call(GetUser, {})).toMatchObject({
    User: { Arn: expect.stringMatching(new RegExp(`^arn:aws:iam::${acme}:user/`)) },
  });
});

test('a name is spelled exactly', async () => {
  await expect(world.ana.call(GetUser, { UserName: 'BO' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: 'The user with name BO cannot be found.',
  });
});

test('a user of another account does not exist', async () => {
  await world.gil.call(CreateUser, { UserName: 'greta' });
  await expect(world.ana.call(GetUser, { UserName: 'greta' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});

test('somebody with leave for their own name only sees no other', async () => {
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'self',
    PolicyDocument: allow('iam:GetUser', `arn:aws:iam::${acme}:user/\${aws:username}`),
  });
  expect(await world.bo.call(GetUser, {})).toMatchObject({ User: { UserName: 'bo' } });
  expect(await world.bo.call(GetUser, { UserName: 'bo' })).toMatchObject({ User: { UserName: 'bo' } });
  await expect(world.bo.call(GetUser, { UserName: 'ana' })).rejects.toMatchObject({ status: 403, code: 'AccessDenied' });
});
