import { z } from 'zod';
import { DeleteConflict, NoSuchEntity } from '../../errors.ts';
import { refuseWhile } from '../../iam/delete-conflict.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { deleteMfaDevice, getMfaDevice } from '../../store/iam-mfa.ts';
import { findUserById } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteVirtualMFADevice = queryOperation('iam', {
  action: {
    name: 'DeleteVirtualMFADevice',
    access: 'Write',
    summary: 'Grants permission to delete a virtual MFA device',
    dependsOn: [],
    resource: ({ SerialNumber }) => SerialNumber,
  },
  input: z.object({ SerialNumber: serialNumber }),
  output: nothing,
  errors: [DeleteConflict, NoSuchEntity],
  example: { SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone' },
  async handler({ tx }, { SerialNumber }) {
    const change = await beginIdentityChange(tx);
    const device = await getMfaDevice(change, SerialNumber);
    const user = device.user && (await findUserById(change, device.user.id));
    refuseWhile(user ? [`user ${user.name}`] : [], 'MFA VirtualDevice in use. Must deactivate first.');
    await deleteMfaDevice(change, device);
    return {};
  },
});
