import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { toGroup } from '../../chime/license-groups.ts';
import { Group } from '../../shapes/group.ts';
import { getAccount } from '../../store/accounts.ts';
import { listLicenseGroups } from '../../store/license-groups.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListGroups = operation({
  action: {
    name: 'ListGroups',
    access: 'List',
    summary: 'Lists Active Directory or Okta user groups associated with your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/groups', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ Groups: z.array(Group), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', MaxResults: 50 },
  async handler({ tx }, { AccountId, MaxResults, NextToken }) {
    const list = JSON.stringify(['ListGroups', AccountId]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listLicenseGroups(tx, await getAccount(tx, AccountId), after, MaxResults);
    return { Groups: rows.map(toGroup), NextToken: pageToken(tx, list, lastKey) };
  },
});
