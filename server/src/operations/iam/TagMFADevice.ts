import { z } from 'zod';
import { InvalidInput, LimitExceeded, NoSuchEntity } from '../../errors.ts';
import { addTags } from '../../iam/tags.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { tagList } from '../../shapes/iam.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { mfaDeviceConditions } from '../../store/iam-conditions.ts';
import { getMfaDevice, updateMfaTags } from '../../store/iam-mfa.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const TagMFADevice = queryOperation('iam', {
  action: {
    name: 'TagMFADevice',
    access: 'Tagging',
    summary: 'Grants permission to add tags to a virtual MFA device',
    dependsOn: [],
    resource: ({ SerialNumber }) => SerialNumber,
    context: mfaDeviceConditions,
  },
  input: z.object({ SerialNumber: serialNumber, Tags: tagList }),
  output: nothing,
  errors: [InvalidInput, LimitExceeded, NoSuchEntity],
  example: { SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone', Tags: [{ Key: 'team', Value: 'help-desk' }] },
  async handler({ tx }, { SerialNumber, Tags }) {
    const change = await beginIdentityChange(tx);
    const device = await getMfaDevice(change, SerialNumber);
    await updateMfaTags(change, device, addTags(device.tags, Tags, 'keep-case'));
    return {};
  },
});
