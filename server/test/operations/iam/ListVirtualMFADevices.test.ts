import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateVirtualMFADevice } from '../../../src/operations/iam/CreateVirtualMFADevice.ts';
import { ListVirtualMFADevices } from '../../../src/operations/iam/ListVirtualMFADevices.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('devices by whether they are enabled for somebody, in pages', async () => {
  await newAuthenticator(world, world.ana, 'bo');
  for (const VirtualMFADeviceName of ['a', 'Z']) await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName });
  const list = async (AssignmentStatus: 'Assigned' | 'Unassigned' | 'Any') =>
    (await world.ana.call(ListVirtualMFADevices, { AssignmentStatus })).VirtualMFADevices.map(
      ({ SerialNumber }) => SerialNumber.split('/')[1],
    );
  expect(await list('Any')).toEqual(['a', 'bo-phone', 'Z']);
  expect(await list('Assigned')).toEqual(['bo-phone']);
  expect(await list('Unassigned')).toEqual(['a', 'Z']);
  const first = await world.ana.call(ListVirtualMFADevices, { MaxItems: 2 });
  expect(first.VirtualMFADevices).toMatchObject([{}, { User: { UserName: 'bo' }, EnableDate: '2026-06-01T12:00:00Z' }]);
  expect((await world.ana.call(ListVirtualMFADevices, { MaxItems: 2, Marker: first.Marker })).VirtualMFADevices).toHaveLength(1);
});
