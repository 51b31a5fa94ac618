import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { toWireDate, toWireUser } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { assignmentStatus, pagePosition, paging, VirtualMFADevice } from '../../shapes/iam.ts';
import { listMfaDevices } from '../../store/iam-mfa.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { findUserById } from '../../store/iam-users.ts';

export const ListVirtualMFADevices = queryOperation('iam', {
  action: {
    name: 'ListVirtualMFADevices',
    access: 'List',
    summary: 'Grants permission to list virtual MFA devices by assignment status',
    dependsOn: [],
  },
  input: z.object({ AssignmentStatus: assignmentStatus.optional(), ...paging }),
  output: z.object({ VirtualMFADevices: z.array(VirtualMFADevice), ...pagePosition }),
  errors: [ValidationError],
  example: { AssignmentStatus: 'Any' },
  async handler({ tx }, { AssignmentStatus = 'Any', ...page }) {
    const assigned = AssignmentStatus === 'Any' ? undefined : AssignmentStatus === 'Assigned';
    const find = (after: string, limit: number) => listMfaDevices(tx, { assigned, after, limit });
    const list = ['ListVirtualMFADevices', AssignmentStatus];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ nameFolded }) => nameFolded);
    const devices: z.input<typeof VirtualMFADevice>[] = [];
    for (const { serialNumber, user: owner } of rows) {
      const user = owner && (await findUserById(tx, owner.id));
      devices.push({
        SerialNumber: serialNumber,
        User: user && toWireUser(tx.awsAccountId, user),
        EnableDate: owner && toWireDate(owner.enabledAt),
      });
    }
    return { VirtualMFADevices: devices, ...position };
  },
});
