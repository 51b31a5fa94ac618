import { z } from 'zod';
import { UserError } from './user.ts';

/** Must exactly match a group of the connected directory or one pushed over SCIM. */
export const groupName = z
  .string()
  .min(1)
  .max(256)
  .regex(/.*\S.*/)
  .meta({ id: 'GroupName' });

const groupLicense = z.enum(['Basic', 'Pro']).meta({ id: 'GroupLicense' });

export const GroupMapping = z.object({ GroupName: groupName, LicenseType: groupLicense }).meta({ id: 'GroupMapping' });

/** A directory or SCIM group and the license its members hold. */
export const Group = z
  .object({
    GroupName: z.string(),
    LicenseType: groupLicense,
    Source: z.enum(['ActiveDirectory', 'SCIM']).meta({ id: 'GroupSource' }),
    MemberCount: z.int(),
    Status: z
      .enum(['Active', 'Missing'])
      .meta({ id: 'GroupStatus' })
      .describe('Missing: the mapping is kept, but the group is gone from its source.'),
  })
  .meta({ id: 'Group' });

/** One item of a batch that did not succeed; the others did. */
export const GroupError = z
  .object({ GroupName: z.string(), ErrorCode: UserError.shape.ErrorCode.unwrap(), ErrorMessage: z.string() })
  .meta({ id: 'GroupError' });
