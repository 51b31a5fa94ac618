import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { removeTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { tagKey } from '../../shapes/iam.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { mfaDeviceConditions } from '../../store/iam-conditions.ts';
import { getMfaDevice, updateMfaTags } from '../../store/iam-mfa.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UntagMFADevice = queryOperation('iam', {
  action: {
    name: 'UntagMFADevice',
    access: 'Tagging',
    summary: 'Grants permission to remove the specified tags from the virtual MFA device',
    dependsOn: [],
    resource: ({ SerialNumber }) => SerialNumber,
    context: mfaDeviceConditions,
  },
  input: z.object({ SerialNumber: serialNumber, TagKeys: z.array(tagKey).max(50) }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone', TagKeys: ['team'] },
  async handler({ tx }, { SerialNumber, TagKeys }) {
    const change = await beginIdentityChange(tx);
    const device = await getMfaDevice(change, SerialNumber);
    await updateMfaTags(change, device, removeTags(device.tags, TagKeys, 'keep-case'));
    return {};
  },
});
