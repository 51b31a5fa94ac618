import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName } from '../../shapes/iam.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { deactivateMfaDevice } from '../../store/iam-mfa.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUsersMfaDevice } from '../../store/iam-users-mfa.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeactivateMFADevice = queryOperation('iam', {
  action: {
    name: 'DeactivateMFADevice',
    access: 'Write',
    summary:
      'Grants permission to deactivate the specified MFA device and remove its association with the IAM user for which it was originally enabled',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, SerialNumber: serialNumber }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol', SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone' },
  async handler({ tx }, { UserName, SerialNumber }) {
    const change = await beginIdentityChange(tx);
    const { device } = await getUsersMfaDevice(change, UserName, SerialNumber);
    await deactivateMfaDevice(change, device);
    return {};
  },
});
