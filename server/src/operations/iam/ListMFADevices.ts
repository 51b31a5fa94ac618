import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireDate } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { existingUserName, MFADevice, pagePosition, paging } from '../../shapes/iam.ts';
import { listMfaDevicesOfUser } from '../../store/iam-mfa.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUserOrCaller } from '../../store/iam-users.ts';

export const ListMFADevices = queryOperation('iam', {
  action: {
    name: 'ListMFADevices',
    access: 'List',
    summary: 'Grants permission to list the MFA devices for an IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName.optional(), ...paging }),
  output: z.object({ MFADevices: z.array(MFADevice), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { UserName: 'carol' },
  async handler({ tx, principal }, { UserName, ...page }) {
    const user = await getUserOrCaller(tx, UserName, principal);
    const devices = user ? await listMfaDevicesOfUser(tx, user.id) : [];
    const find = (after: string, limit: number) => devices.filter(({ nameFolded }) => nameFolded > after).slice(0, limit);
    const { rows, position } = await readMarkedPage(tx, ['ListMFADevices', user?.id], page, find, ({ nameFolded }) => nameFolded);
    const MFADevices = rows.map(({ serialNumber, user: owner }) => ({
      UserName: user?.name ?? '',
      SerialNumber: serialNumber,
      EnableDate: toWireDate(owner?.enabledAt ?? 0),
    }));
    return { MFADevices, ...position };
  },
});
