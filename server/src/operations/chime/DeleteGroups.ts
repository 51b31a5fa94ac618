import { z } from 'zod';
import { NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { GroupError, groupName } from '../../shapes/group.ts';

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
});
