import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { Domain } from '../../shapes/domain.ts';

export const ListDomains = operation({
  action: {
    name: 'ListDomains',
    access: 'List',
    summary: 'Lists domains associated with your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/domains', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Domains: z.array(Domain), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', MaxResults: 50 },
});
