import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, paging, tagList } from '../../shapes/iam.ts';
import { serialNumber } from '../../shapes/sts.ts';
import { mfaDeviceConditions } from '../../store/iam-conditions.ts';
import { getMfaDevice } from '../../store/iam-mfa.ts';
import { readListPage } from '../../store/iam-paging.ts';

export const ListMFADeviceTags = queryOperation('iam', {
  action: {
    name: 'ListMFADeviceTags',
    access: 'List',
    summary: 'Grants permission to list the tags that are attached to the specified virtual MFA device',
    dependsOn: [],
    resource: ({ SerialNumber }) => SerialNumber,
    context: mfaDeviceConditions,
  },
  input: z.object({ SerialNumber: serialNumber, ...paging }),
  output: z.object({ Tags: tagList, ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { SerialNumber: 'arn:aws:iam::111122223333:mfa/carol-phone' },
  async handler({ tx }, { SerialNumber, ...page }) {
    const { tags } = await getMfaDevice(tx, SerialNumber);
    const { rows, position } = await readListPage(tx, ['ListMFADeviceTags', SerialNumber], page, toWireTags(tags));
    return { Tags: [...rows], ...position };
  },
});
