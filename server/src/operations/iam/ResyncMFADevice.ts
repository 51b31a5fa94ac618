import { z } from 'zod';
import { InvalidAuthenticationCode, NoSuchEntity } from '../../errors.ts';
import { readConsecutiveCodes } from '../../iam/mfa.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { authenticationCode, existingUserName } from '../../shapes/iam.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { enableMfaDevice } from '../../store/iam-mfa.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';
import { getUsersMfaDevice } from '../../store/iam-users-mfa.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const ResyncMFADevice = queryOperation('iam', {
  action: {
    name: 'ResyncMFADevice',
    access: 'Write',
    summary: 'Grants permission to synchronize the specified MFA device with its IAM entity (user or role)',
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
  errors: [InvalidAuthenticationCode, NoSuchEntity],
  example: {
    UserName: 'carol',
    SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone',
    AuthenticationCode1: '123456',
    AuthenticationCode2: '654321',
  },
  async handler({ tx, now }, { UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }) {
    const change = await beginIdentityChange(tx);
    const { device, user } = await getUsersMfaDevice(change, UserName, SerialNumber);
    const clock = readConsecutiveCodes(device, [AuthenticationCode1, AuthenticationCode2], now);
    await enableMfaDevice(change, device.serialNumber, { userId: user.id, enabledAt: user.enabledAt, ...clock });
    return {};
  },
});
