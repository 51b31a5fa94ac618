import { afterAll, beforeAll, expect, test } from 'vitest';
import { ResyncMFADevice } from '../../../src/operations/iam/ResyncMFADevice.ts';
import { GetSessionToken } from '../../../src/operations/sts/GetSessionToken.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a device whose clock is wrong is understood again', async () => {
  const device = await newAuthenticator(world, world.ana, 'bo');
  const input = { UserName: 'bo', SerialNumber: device.serialNumber };
  world.clock.advance(3_600_000);
  const early = (steps: number) => device.code(steps + 8);
  const prove = (TokenCode: string) => world.bo.call(GetSessionToken, { SerialNumber: device.serialNumber, TokenCode });
  await expect(prove(early(0))).rejects.toMatchObject({ status: 403, code: 'AccessDenied' });
  await world.ana.call(ResyncMFADevice, { ...input, AuthenticationCode1: early(-1), AuthenticationCode2: early(0) });
  world.clock.advance(30_000);
  await prove(early(0));
  await expect(
    world.ana.call(ResyncMFADevice, { ...input, AuthenticationCode1: '000000', AuthenticationCode2: '000000' }),
  ).rejects.toMatchObject({ code: 'InvalidAuthenticationCode' });
});
