import { z } from 'zod';
import { NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { findGroupByExactName, groupNotFound, toGroup } from '../../chime/license-groups.ts';
import { licenseUnsupported } from '../../chime/user-change.ts';
import { Group, GroupError, GroupMapping } from '../../shapes/group.ts';
import { lockAccount } from '../../store/accounts.ts';
import { findShownLicenseGroups, saveLicenseGroup } from '../../store/license-groups.ts';
import { applyLicenseRule } from '../../store/license-rule.ts';

export const AddOrUpdateGroups = operation({
  action: {
    name: 'AddOrUpdateGroups',
    access: 'Write',
    summary: 'Adds new or updates existing Active Directory or Okta user groups associated with your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'PUT', path: '/accounts/{AccountId}/groups', status: 200 },
  input: z.object({ AccountId: accountId, Groups: z.array(GroupMapping).min(1).max(50).meta({ id: 'GroupMappingList' }) }),
  output: z.object({ Groups: z.array(Group), GroupErrors: z.array(GroupError) }),
  errors: [NotFoundException, UnprocessableEntityException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }] },
  async handler({ tx, now }, { AccountId, Groups }) {
    const account = await lockAccount(tx, AccountId);
    if (account.type === 'Team') {
      throw new UnprocessableEntityException(
        `Account ${account.name} is a Team account, which has no groups. Claim a domain with AddDomain, then connect a directory or an identity provider.`,
      );
    }
    const mapped: string[] = [];
    const errors: z.input<typeof GroupError>[] = [];
    for (const { GroupName, LicenseType } of Groups) {
      const group = await findGroupByExactName(tx, account, GroupName);
      const unsupported = licenseUnsupported(account, LicenseType);
      if (!group) errors.push(groupNotFound(GroupName));
      else if (unsupported !== undefined) errors.push({ GroupName, ErrorCode: 'BadRequest', ErrorMessage: unsupported });
      else {
        await saveLicenseGroup(tx, group, LicenseType, now);
        mapped.push(group.id);
      }
    }
    if (mapped.length > 0) await applyLicenseRule(tx, account, 'all');
    return { Groups: (await findShownLicenseGroups(tx, account, mapped)).map(toGroup), GroupErrors: errors };
  },
});
