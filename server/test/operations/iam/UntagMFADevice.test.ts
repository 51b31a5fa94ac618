import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateVirtualMFADevice } from '../../../src/operations/iam/CreateVirtualMFADevice.ts';
import { ListMFADeviceTags } from '../../../src/operations/iam/ListMFADeviceTags.ts';
import { UntagMFADevice } from '../../../src/operations/iam/UntagMFADevice.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a tag is taken away, and others stay', async () => {
  const Tags = ['a', 'b'].map((Key) => ({ Key, Value: Key }));
  const { VirtualMFADevice } = await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'phone', Tags });
  const { SerialNumber } = VirtualMFADevice;
  await world.ana.call(UntagMFADevice, { SerialNumber, TagKeys: ['a', 'B'] });
  expect((await world.ana.call(ListMFADeviceTags, { SerialNumber })).Tags).toEqual([{ Key: 'b', Value: 'b' }]);
});
