import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeactivateMFADevice } from '../../../src/operations/iam/DeactivateMFADevice.ts';
import { DeleteVirtualMFADevice } from '../../../src/operations/iam/DeleteVirtualMFADevice.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a device in use is not deleted, and the refusal names its user', async () => {
  const { serialNumber: SerialNumber } = await newAuthenticator(world, world.ana, 'bo');
  await expect(world.ana.call(DeleteVirtualMFADevice, { SerialNumber })).rejects.toMatchObject({
    status: 409,
    code: 'DeleteConflict',
    message: 'MFA VirtualDevice in use. Must deactivate first. Still there: user bo.',
  });
  await world.ana.call(DeactivateMFADevice, { UserName: 'bo', SerialNumber });
  await world.ana.call(DeleteVirtualMFADevice, { SerialNumber });
  await expect(world.ana.call(DeleteVirtualMFADevice, { SerialNumber })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});
