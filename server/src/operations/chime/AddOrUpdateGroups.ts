import { z } from 'zod';
import { NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Group, GroupError, GroupMapping } from '../../shapes/group.ts';

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
});
