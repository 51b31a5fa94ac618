import { z } from 'zod';
import { EntityAlreadyExists, InvalidAuthenticationCode, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { readConsecutiveCodes } from '../../iam/mfa.ts';
import { quotas } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { authenticationCode, existingUserName } from '../../shapes/iam.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { enableMfaDevice, getMfaDevice, listMfaDevicesOfUser } from '../../store/iam-mfa.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const EnableMFADevice = queryOperation('iam', {
  action: {
    name: 'EnableMFADevice',
    access: 'Write',
    summary: 'Grants permission to enable an MFA device and associate it with the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({
    UserName: existingUserName,
    SerialNumber: serialNumber,
    AuthenticationCode1: authenticationCode,
    AuthenticationCode2: authenticationCode,
  }),
  output: nothing,
  errors: [EntityAlreadyExists, InvalidAuthenticationCode, LimitExceeded, NoSuchEntity],
  example: {
    UserName: 'carol',
    SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone',
    AuthenticationCode1: '123456',
    AuthenticationCode2: '654321',
  },
  async handler({ tx, now }, { UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const device = await getMfaDevice(change, SerialNumber);
    if (device.user) throw new EntityAlreadyExists('MFA Device is already in use.');
    if ((await listMfaDevicesOfUser(change, user.id)).length >= quotas.MFADevicesPerUser)
      throw new LimitExceeded(`Cannot exceed quota for MFADevicesPerUser: ${quotas.MFADevicesPerUser}`);
    const clock = readConsecutiveCodes(device, [AuthenticationCode1, AuthenticationCode2], now);
    await enableMfaDevice(change, device.serialNumber, { userId: user.id, enabledAt: now, ...clock });
    return {};
  },
});
