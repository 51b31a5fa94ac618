import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { CreateVirtualMFADevice } from '../../../src/operations/iam/CreateVirtualMFADevice.ts';
import { EnableMFADevice } from '../../../src/operations/iam/EnableMFADevice.ts';
import { ListMFADevices } from '../../../src/operations/iam/ListMFADevices.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a device is enabled by two codes that it showed one after the other, once', async () => {
  const device = await newAuthenticator(world, world.ana, 'bo');
  const { MFADevices } = await world.ana.call(ListMFADevices, { UserName: 'bo' });
  expect(MFADevices).toEqual([{ UserName: 'bo', SerialNumber: device.serialNumber, EnableDate: '2026-06-01T12:00:00Z' }]);
  const input = {
    UserName: 'bo',
    SerialNumber: device.serialNumber,
    AuthenticationCode1: device.code(0),
    AuthenticationCode2: device.code(1),
  };
  await expect(world.ana.call(EnableMFADevice, input)).rejects.toMatchObject({ status: 409, code: 'EntityAlreadyExists' });
});

test('any other two codes are refused', async () => {
  const { VirtualMFADevice } = await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'spare' });
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const input = {
    UserName: 'carol',
    SerialNumber: VirtualMFADevice.SerialNumber,
    AuthenticationCode1: '000000',
    AuthenticationCode2: '000000',
  };
  await expect(world.ana.call(EnableMFADevice, input)).rejects.toMatchObject({ status: 403, code: 'InvalidAuthenticationCode' });
  await expect(world.ana.call(EnableMFADevice, { ...input, SerialNumber: `${input.SerialNumber}x` })).rejects.toMatchObject({
    status: 404,
  });
});
