import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateVirtualMFADevice } from '../../../src/operations/iam/CreateVirtualMFADevice.ts';
import { ListMFADeviceTags } from '../../../src/operations/iam/ListMFADeviceTags.ts';
import { TagMFADevice } from '../../../src/operations/iam/TagMFADevice.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a tag replaces that of the same key; in another letter case it is another one', async () => {
  const { VirtualMFADevice } = await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'phone' });
  const { SerialNumber } = VirtualMFADevice;
  for (const [Key, Value] of [
    ['team', 'a'],
    ['team', 'b'],
    ['Team', 'c'],
  ] as const)
    await world.ana.call(TagMFADevice, { SerialNumber, Tags: [{ Key, Value }] });
  expect((await world.ana.call(ListMFADeviceTags, { SerialNumber })).Tags).toEqual([
    { Key: 'Team', Value: 'c' },
    { Key: 'team', Value: 'b' },
  ]);
});
