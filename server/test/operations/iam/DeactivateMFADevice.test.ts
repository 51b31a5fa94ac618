import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeactivateMFADevice } from '../../../src/operations/iam/DeactivateMFADevice.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { document } from '../../support/policies.ts';
import { proveSession } from '../../support/sessions.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a session proven with the device is not proven any more, from the next request on', async () => {
  const device = await newAuthenticator(world, world.ana, 'bo');
  const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'own',
    PolicyDocument: document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition }),
  });
  const session = await proveSession(world, world.bo, device);
  await session.call(ListUsers, {});
  await world.ana.call(DeactivateMFADevice, { UserName: 'bo', SerialNumber: device.serialNumber });
  await expect(session.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await expect(world.ana.call(DeactivateMFADevice, { UserName: 'bo', SerialNumber: device.serialNumber })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
