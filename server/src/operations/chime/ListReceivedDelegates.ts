import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { Delegate } from '../../shapes/delegate.ts';

export const ListReceivedDelegates = operation({
  name: 'ListReceivedDelegates',
  summary: 'Lists the delegations that other AWS accounts have offered to yours',
  needs: { actions: ['ListDelegates'] },
  mutates: false,
  http: { method: 'GET', path: '/delegates', status: 200 },
  input: z.object({ MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Delegates: z.array(Delegate), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { MaxResults: 50 },
});
