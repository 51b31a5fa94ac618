import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { GroupError, groupName } from '../../shapes/group.ts';
import { lockAccount } from '../../store/accounts.ts';
import { deleteLicenseGroups, findLicenseGroups } from '../../store/license-groups.ts';
import { applyLicenseRule } from '../../store/license-rule.ts';

export const DeleteGroups = operation({
  action: {
    name: 'DeleteGroups',
    access: 'Write',
    summary: 'Deletes Active Directory or Okta user groups from your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/groups', operation: 'delete', status: 200 },
  input: z.object({ AccountId: accountId, GroupNames: z.array(groupName).min(1).max(50).meta({ id: 'GroupNameList' }) }),
  output: z.object({ GroupErrors: z.array(GroupError) }),
  errors: [NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', GroupNames: ['Chime Basic'] },
  async handler({ tx }, { AccountId, GroupNames }) {
    const account = await lockAccount(tx, AccountId);
    const groups = await findLicenseGroups(tx, account, GroupNames);
    const names = new Set(groups.map(({ group_name }) => group_name));
    await deleteLicenseGroups(
      tx,
      account,
      groups.map(({ group_id }) => group_id),
    );
    if (groups.length > 0) await applyLicenseRule(tx, account, 'all');
    const absent = [...new Set(GroupNames)].filter((name) => !names.has(name));
    return {
      GroupErrors: absent.map((GroupName) => ({
        GroupName,
        ErrorCode: 'NotFound' as const,
        ErrorMessage: `No group named ${GroupName} gives a license in account ${account.name}. ListGroups names those that do.`,
      })),
    };
  },
});
