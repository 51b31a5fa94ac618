import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { Group } from '../../shapes/group.ts';

export const ListGroups = operation({
  action: {
    name: 'ListGroups',
    access: 'List',
    summary: 'Lists Active Directory or Okta user groups associated with your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/groups', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Groups: z.array(Group), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', MaxResults: 50 },
});
