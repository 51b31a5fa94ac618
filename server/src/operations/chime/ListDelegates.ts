import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { Delegate } from '../../shapes/delegate.ts';

export const ListDelegates = operation({
  action: {
    name: 'ListDelegates',
    access: 'List',
    summary: 'Lists account delegate information associated with your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/delegates', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Delegates: z.array(Delegate), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
});
