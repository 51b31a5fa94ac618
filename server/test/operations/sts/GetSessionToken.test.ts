import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeleteUserPolicy } from '../../../src/operations/iam/DeleteUserPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { GetSessionToken } from '../../../src/operations/sts/GetSessionToken.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { document } from '../../support/policies.ts';
import { newSession, proveSession } from '../../support/sessions.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a session is its user: same name, same permissions, changes included', async () => {
  const session = await newSession(world, world.bo, { DurationSeconds: 900 });
  expect(await session.call(GetCallerIdentity, {})).toEqual(await world.bo.call(GetCallerIdentity, {}));
  await session.call(ListAccounts, {});
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'own',
    PolicyDocument: document({ Effect: 'Deny', Action: 'chime:*', Resource: '*' }),
  });
  await expect(session.call(ListAccounts, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(DeleteUserPolicy, { UserName: 'bo', PolicyName: 'own' });
  world.clock.advance(900_000);
  await expect(session.call(ListAccounts, {})).rejects.toMatchObject({ status: 403, code: 'ExpiredTokenException' });
});

test('a session without a second factor calls no IAM, and makes no other session', async () => {
  const session = await newSession(world, world.ana);
  await expect(session.call(ListUsers, {})).rejects.toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  await expect(session.call(GetSessionToken, {})).rejects.toMatchObject({ status: 403, code: 'AccessDenied' });
});

test('a right code is right once; a wrong one, an old one and another user’s are refused', async () => {
  const device = await newAuthenticator(world, world.ana, 'admin');
  const prove = (TokenCode: string, person = world.ana) => person.call(GetSessionToken, { SerialNumber: device.serialNumber, TokenCode });
  const refusal = { status: 403, code: 'AccessDenied', message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.' };
  await expect(prove('000000')).rejects.toMatchObject(refusal);
  await expect(prove(device.code(-1))).rejects.toMatchObject(refusal);
  await expect(prove(device.code(), world.bo)).rejects.toMatchObject(refusal);
  const answers = await Promise.allSettled([prove(device.code()), prove(device.code())]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual(['fulfilled', 'rejected']);
});

test('guessing codes is slowed down', async () => {
  const device = await newAuthenticator(world, world.ana, 'bo');
  const guess = () => world.bo.call(GetSessionToken, { SerialNumber: device.serialNumber, TokenCode: '000000' });
  for (let guesses = 0; guesses < 4; guesses += 1) await expect(guess()).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(guess()).rejects.toMatchObject({ code: 'ThrottledClientException' });
  world.clock.advance(30_000);
  await expect(guess()).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('policies see how long ago the second factor was shown', async () => {
  const device = await newAuthenticator(world, world.gil, 'admin');
  const deny = document({
    Effect: 'Deny',
    Action: 'iam:ListUsers',
    Resource: '*',
    Condition: { NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '3600' } },
  });
  await world.gil.call(PutUserPolicy, { UserName: 'admin', PolicyName: 'fresh', PolicyDocument: deny });
  const session = await proveSession(world, world.gil, device);
  await session.call(ListUsers, {});
  world.clock.advance(3_600_000);
  await expect(session.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
});
