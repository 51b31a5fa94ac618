import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateVirtualMFADevice } from '../../../src/operations/iam/CreateVirtualMFADevice.ts';
import { ListVirtualMFADevices } from '../../../src/operations/iam/ListVirtualMFADevices.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('answers a seed of 320 bits, and never again', async () => {
  const { VirtualMFADevice } = await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'phone', Path: '/ops/' });
  expect(VirtualMFADevice.SerialNumber).toBe(`arn:aws:iam::${acme}:mfa/ops/phone`);
  expect(Buffer.from(VirtualMFADevice.Base32StringSeed ?? '', 'base64').toString()).toMatch(/^[A-Z2-7]{64}$/);
  expect(await world.ana.call(ListVirtualMFADevices, {})).toEqual({
    VirtualMFADevices: [{ SerialNumber: VirtualMFADevice.SerialNumber }],
    IsTruncated: false,
  });
  await expect(world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'PHONE' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
  });
});

test('answers the same seed as a picture', async () => {
  const { VirtualMFADevice } = await world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'pad' });
  expect(
    Buffer.from(VirtualMFADevice.QRCodePNG ?? '', 'base64')
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});

test('the seed does not reach the audit trail', async () => {
  await world.door.services.trail.flush();
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('audit_events').select('event').where('event_name', '=', 'CreateVirtualMFADevice')),
  );
  expect(rows.map(({ event }) => event).join()).toContain('"Base32StringSeed":"HIDDEN');
  expect(rows.map(({ event }) => event).join()).toContain('"QRCodePNG":"HIDDEN');
});
