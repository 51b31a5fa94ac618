import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateVirtualMFADevice } from '../../../src/operations/iam/CreateVirtualMFADevice.ts';
import { ListMFADeviceTags } from '../../../src/operations/iam/ListMFADeviceTags.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('tags are listed in the order of their keys, to the AWS account whose device it is', async () => {
  const Tags = ['c', 'a', 'b'].map((Key) => ({ Key, Value: Key }));
  const { VirtualMFADevice } = await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'phone', Tags });
  const { SerialNumber } = VirtualMFADevice;
  expect((await world.ana.call(ListMFADeviceTags, { SerialNumber })).Tags.map(({ Key }) => Key)).toEqual(['a', 'b', 'c']);
  await expect(world.gil.call(ListMFADeviceTags, { SerialNumber })).rejects.toMatchObject({ status: 404 });
});
