import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { toApiKey } from '../../scim/api-key.ts';
import { ApiKey } from '../../shapes/api-key.ts';
import { getAccount } from '../../store/accounts.ts';
import { listApiKeys } from '../../store/api-keys.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListApiKeys = operation({
  action: {
    name: 'ListApiKeys',
    access: 'List',
    summary: 'Lists the SCIM access keys defined for your Amazon Chime account and Okta configuration',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/api-keys', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ ApiKeys: z.array(ApiKey), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
  async handler({ tx }, { AccountId, MaxResults, NextToken }) {
    const list = JSON.stringify(['ListApiKeys', AccountId]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listApiKeys(tx, await getAccount(tx, AccountId), after, MaxResults);
    return { ApiKeys: rows.map(toApiKey), NextToken: pageToken(tx, list, lastKey) };
  },
});
