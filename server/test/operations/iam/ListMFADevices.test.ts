import { afterAll, beforeAll, expect, test } from 'vitest';
import { ListMFADevices } from '../../../src/operations/iam/ListMFADevices.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('without a name, those of the caller', async () => {
  const { serialNumber } = await newAuthenticator(world, world.ana, 'admin');
  expect((await world.ana.call(ListMFADevices, {})).MFADevices).toMatchObject([{ UserName: 'admin', SerialNumber: serialNumber }]);
  expect((await world.ana.call(ListMFADevices, { UserName: 'bo' })).MFADevices).toEqual([]);
});
