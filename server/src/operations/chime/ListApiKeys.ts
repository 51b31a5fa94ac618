import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { ApiKey } from '../../shapes/api-key.ts';

export const ListApiKeys = operation({
  action: {
    name: 'ListApiKeys',
    access: 'List',
    summary: 'Lists the SCIM access keys defined for your Amazon Chime account and Okta configuration',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/api-keys', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ ApiKeys: z.array(ApiKey), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
});
